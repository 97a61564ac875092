package dev.retinagate.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Over Vert.x Web Client. */
final class WebTransport implements Transport {

  /** 300 detections and as many intruders have 120 KB; labels may be long. */
  private static final int MAX_ANSWER_BYTES = 4 << 20;

  private static final Duration CONNECTING = Duration.ofSeconds(5);

  /** In a field for as long as it is used: Vert.x closes a client that was collected. */
  private final WebClient client;

  private final URI target;
  private final Duration silence;
  private final Optional<Secret> key;

  WebTransport(Vertx vertx, ClientOptions options) {
    target = options.target();
    silence = options.silence();
    key = options.key();
    boolean https = "https".equals(target.getScheme());
    WebClientOptions web = new WebClientOptions();
    web.setConnectTimeout((int) CONNECTING.toMillis());
    web.setFollowRedirects(false);
    web.setSsl(https);
    if (options.http2()) {
      web.setProtocolVersion(HttpVersion.HTTP_2);
      web.setUseAlpn(https);
      web.setHttp2ClearTextUpgrade(false);
    }
    client =
        WebClient.create(
            vertx, web, new PoolOptions().setHttp1MaxSize(options.window()).setHttp2MaxSize(1));
  }

  @Override
  public Future<Reply> send(Buffer picture) {
    BoundedBody body = new BoundedBody(MAX_ANSWER_BYTES);
    HttpRequest<Buffer> request = client.requestAbs(HttpMethod.POST, target.toString());
    key.ifPresent(secret -> request.bearerTokenAuthentication(secret.text()));
    return request
        .timeout(silence.toMillis())
        .putHeader(HttpHeaders.CONTENT_TYPE.toString(), "application/octet-stream")
        .putHeader(HttpHeaders.ACCEPT.toString(), "application/json")
        .as(BodyCodec.pipe(body))
        .sendBuffer(picture)
        .map(
            response ->
                Reply.of(response.statusCode(), response.getHeader("Retry-After"), body.bytes()));
  }

  @Override
  public Future<Void> close() {
    client.close();
    return Future.succeededFuture();
  }
}
