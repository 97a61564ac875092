package dev.retinagate.client;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** An HTTP server on a free port of the loopback, whose answers a test chooses. */
public final class StubServer implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<HttpServerRequest> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /** A server that calls this with each request and its whole body. */
  public StubServer(BiConsumer<HttpServerRequest, Buffer> handler) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body -> {
                              requests.add(request);
                              bodies.add(body.toString());
                              handler.accept(request, body);
                            }))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
  }

  /** A node that says of each picture what it was. */
  public static StubServer echo() {
    return new StubServer((request, body) -> answer(request.response(), body));
  }

  /** The answer of a node to a picture that is a text. */
  public static void answer(HttpServerResponse response, Buffer picture) {
    response
        .putHeader("Content-Type", "application/json")
        .end(
            new JsonObject()
                .put("requestId", picture.toString())
                .put("image", new JsonObject().put("width", 640).put("height", 480))
                .put("detections", new JsonArray())
                .encode());
  }

  /** A refusal as a node's. */
  public static void refuse(HttpServerResponse response, int status, String kind) {
    response
        .setStatusCode(status)
        .putHeader("Retry-After", "1")
        .putHeader("Content-Type", "application/problem+json")
        .end(
            new JsonObject()
                .put("type", "urn:retinagate:problem:" + kind)
                .put("title", kind)
                .put("status", status)
                .encode());
  }

  /** Every body that came. */
  public List<String> bodies() {
    return bodies;
  }

  /** Every request that came, with its body read. */
  public List<HttpServerRequest> requests() {
    return requests;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
