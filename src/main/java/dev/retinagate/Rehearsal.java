package dev.retinagate;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One upload to a throw-away server on the loopback interface, before the real one starts. It loads
 * and links what HTTP needs, which on a cold disk takes longer than an event loop may be blocked,
 * and which the first callers would otherwise wait for. Done once a process.
 */
final class Rehearsal {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final long PATIENCE_SECONDS = 10;
  private static final Buffer FORM =
      Buffer.buffer(
          "--B\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\na\r\n--B--\r\n");

  private static boolean done;

  private Rehearsal() {}

  /** Blocks until it is done. A rehearsal that fails is told and changes nothing. */
  static synchronized void run() {
    if (done) {
      return;
    }
    done = true;
    Vertx stage =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setBlockedThreadCheckInterval(1)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.HOURS));
    await(perform(stage));
    // Not chained to the above: an event loop that is closed completes nothing.
    await(stage.close());
  }

  private static void await(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("the rehearsal failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Future<?> perform(Vertx stage) {
    Router router = Router.router(stage);
    router
        .post()
        .handler(context -> context.next())
        .handler(context -> answer(context.request(), context.response()));
    return stage
        .createHttpServer()
        .requestHandler(router)
        .listen(0, LOOPBACK)
        .compose(
            server ->
                stage
                    .createHttpClient()
                    .request(HttpMethod.POST, server.actualPort(), LOOPBACK, "/?a=b"))
        .compose(
            request ->
                request
                    .putHeader(HttpHeaders.CONTENT_TYPE, "multipart/form-data; boundary=B")
                    .send(FORM))
        .compose(response -> response.body());
  }

  private static void answer(HttpServerRequest request, HttpServerResponse response) {
    request.setExpectMultipart(true);
    request.uploadHandler(upload -> upload.handler(chunk -> {}));
    request.endHandler(
        end ->
            response
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("parameter", request.getParam("a")).toBuffer()));
  }
}
