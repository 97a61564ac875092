package dev.retinagate.client.upload;

import dev.retinagate.client.BoundedBody;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A webhook's receiver over HTTP. Each post has its id in {@code X-Retinagate-Delivery} and, if
 * there is a secret, {@code X-Retinagate-Signature: sha256=} and the HMAC-SHA256 of the body in
 * hex.
 */
public final class WebhookReceiver implements Webhook.Receiver {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A receiver has nothing to say but its status. */
  private static final int MAX_ANSWER_BYTES = 1 << 20;

  private static final String HMAC = "HmacSHA256";

  /** In a field for as long as it is used: Vert.x closes a client that was collected. */
  private final WebClient client;

  private final URI url;
  private final byte[] secret;

  /**
   * A receiver.
   *
   * @param secret shared with it; null for posts without a signature
   */
  public WebhookReceiver(Vertx vertx, URI url, byte[] secret) {
    this.url = url;
    this.secret = secret;
    client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setFollowRedirects(false)
                .setConnectTimeout((int) PATIENCE.toMillis()));
  }

  @Override
  public Future<Integer> post(String id, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    HttpRequest<Void> request =
        client
            .requestAbs(HttpMethod.POST, url.toString())
            .timeout(PATIENCE.toMillis())
            .putHeader("Content-Type", "application/json")
            .putHeader("X-Retinagate-Delivery", id)
            .as(BodyCodec.pipe(new BoundedBody(MAX_ANSWER_BYTES)));
    if (secret != null) {
      request.putHeader("X-Retinagate-Signature", "sha256=" + signature(bytes, secret));
    }
    return request.sendBuffer(Buffer.buffer(bytes)).map(response -> response.statusCode());
  }

  /** The HMAC-SHA256 (RFC 2104) in hex, of lower case. */
  static String signature(byte[] body, byte[] secret) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
