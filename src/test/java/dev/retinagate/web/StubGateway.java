package dev.retinagate.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A gateway without a detector: serves the page under the real content security policy and answers
 * what a test has told it to. Its state is written by the test and read by its event loop, hence
 * concurrent.
 */
final class StubGateway implements AutoCloseable {

  private static final long PATIENCE_S = 60;
  private static final String POLICY =
      "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; "
          + "form-action 'self'; frame-ancestors 'none'";
  private static final String PERMISSIONS = "camera=(self), microphone=(), geolocation=()";
  private static final Map<String, String> PAGES =
      Map.of("/", "index.html", "/docs", "docs.html", "/openapi.yaml", "openapi.yaml");

  private static final JsonObject MODEL =
      new JsonObject()
          .put("name", "nanodet-g")
          .put("family", "nanodet")
          .put("precision", "int8")
          .put("isa", "avx512_vnni")
          .put("labels", new JsonArray(List.of("person", "cow", "cup", "spoon", "bowl")));

  /** None of them is the default; the other limits are not told. */
  private static final JsonObject LIMITS =
      new JsonObject()
          .put("maxBodyBytes", 1_572_864)
          .put("maxPixels", 8_000_000)
          .put("minSide", 12)
          .put("deadlineMs", 1_500)
          .put("maxPictures", 3);

  /** What to answer; without a status, nothing at all. */
  record Reply(int status, Map<String, String> headers, Buffer body) {

    /** Never answers, so that the caller has to give up. */
    static final Reply NEVER = new Reply(0, Map.of(), null);

    /** Closes the connection instead of answering. */
    static final Reply CLOSED = new Reply(-1, Map.of(), null);

    static Reply json(JsonObject body) {
      return new Reply(200, Map.of("Content-Type", "application/json"), body.toBuffer());
    }

    static Reply problem(int status, String detail, Map<String, String> headers) {
      return problem(status, "kind-of-" + status, detail, headers);
    }

    static Reply problem(int status, String kind, String detail, Map<String, String> headers) {
      JsonObject body =
          new JsonObject()
              .put("type", "urn:retinagate:problem:" + kind)
              .put("title", "Title of " + status)
              .put("status", status)
              .put("detail", detail)
              .put("requestId", "request-" + status);
      Map<String, String> all = new HashMap<>(headers);
      all.put("Content-Type", "application/problem+json");
      return new Reply(status, all, body.toBuffer());
    }
  }

  /** One request for detections, as it came. */
  record Call(Map<String, String> query, String accept, String contentType, Buffer body) {}

  private final Vertx vertx = Vertx.vertx();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<Buffer> answered = new CopyOnWriteArrayList<>();
  private final AtomicInteger abandoned = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final AtomicInteger healthChecks = new AtomicInteger();
  private volatile Reply otherwise;
  private volatile long answersTakeMs;
  private volatile String health = "UP";
  private volatile JsonObject admission = new JsonObject();
  private volatile List<JsonObject> models = List.of(MODEL);
  private volatile boolean away;
  private HttpServer server;
  private int port;

  StubGateway() {
    listen();
    port = server.actualPort();
  }

  /** The page's address. */
  String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  /** Closes the listener and each connection: a client is refused from now on. */
  void stopListening() {
    await(server.close());
  }

  /** Listens where it listened before. */
  void listen() {
    server = vertx.createHttpServer().requestHandler(this::handle);
    await(server.listen(port, "127.0.0.1"));
  }

  private static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
        .join();
  }

  /** Forgets what was told and what came. */
  void reset() {
    replies.clear();
    calls.clear();
    answered.clear();
    abandoned.set(0);
    mostAtOnce.set(0);
    otherwise = null;
    answersTakeMs = 0;
    health = "UP";
    admission = new JsonObject();
    models = List.of(MODEL);
    away = false;
  }

  /** Queues answers to the next requests for detections. */
  void willAnswer(Reply... next) {
    replies.addAll(List.of(next));
  }

  /** Answers so whenever nothing is queued, and takes that long for each answer. */
  void keepsAnswering(Reply reply, long takesMs) {
    otherwise = reply;
    answersTakeMs = takesMs;
  }

  /** Serves one more model beside its first. */
  void alsoServes(String name) {
    models = List.of(MODEL, MODEL.copy().put("name", name).put("precision", "fp32"));
  }

  /** What {@code GET /health} says from now on. */
  void healthIs(String status) {
    health = status;
  }

  /** What {@code GET /health} says of the requests that are admitted. */
  void admits(int inFlight, int permits, int queued) {
    admission =
        new JsonObject().put("inFlight", inFlight).put("permits", permits).put("queued", queued);
  }

  /** How often the page has asked for the health. */
  int healthChecks() {
    return healthChecks.get();
  }

  /** Whether every connection is closed unanswered, as if the node were gone. */
  void isAway(boolean gone) {
    away = gone;
  }

  /** The requests for detections so far. */
  List<Call> calls() {
    return calls;
  }

  /** The pictures whose answers of 200 have been sent whole, in the order of the answers. */
  List<Buffer> answered() {
    return answered;
  }

  /** The most requests for detections that were under way together. */
  int mostAtOnce() {
    return mostAtOnce.get();
  }

  /** How many callers have given up on an answer that never came. */
  int abandoned() {
    return abandoned.get();
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private void handle(HttpServerRequest request) {
    if (away) {
      request.connection().close();
      return;
    }
    request
        .response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("Permissions-Policy", PERMISSIONS);
    switch (request.path()) {
      case "/detect" -> detect(request);
      case "/health" -> {
        healthChecks.incrementAndGet();
        request
            .response()
            .setStatusCode(health.equals("UP") ? 200 : 503)
            .end(new JsonObject().put("status", health).put("admission", admission).toBuffer());
      }
      case "/models" ->
          request
              .response()
              .end(
                  new JsonObject()
                      .put("models", new JsonArray(models))
                      .put("limits", LIMITS)
                      .toBuffer());
      default -> page(request);
    }
  }

  private static void page(HttpServerRequest request) {
    String file = PAGES.getOrDefault(request.path(), request.path().substring(1));
    if (!request.method().equals(HttpMethod.GET) || file.contains("..")) {
      request.response().setStatusCode(404).end();
      return;
    }
    request
        .response()
        .sendFile("web/" + file)
        .onFailure(missing -> request.response().setStatusCode(404).end());
  }

  private void detect(HttpServerRequest request) {
    mostAtOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    request.response().endHandler(answered -> underWay.decrementAndGet());
    request
        .body()
        .onSuccess(
            body -> {
              Map<String, String> query = new TreeMap<>();
              request.params().forEach(query::put);
              calls.add(
                  new Call(
                      query, request.getHeader("Accept"), request.getHeader("Content-Type"), body));
              Reply next = replies.poll();
              Reply reply = next == null ? otherwise : next;
              if (answersTakeMs == 0) {
                answer(request, body, reply);
              } else {
                vertx.setTimer(answersTakeMs, due -> answer(request, body, reply));
              }
            });
  }

  private void answer(HttpServerRequest request, Buffer picture, Reply reply) {
    if (reply == null) {
      request.response().setStatusCode(501).end("the test has told no answer");
    } else if (reply.equals(Reply.CLOSED)) {
      request.connection().close();
    } else if (reply.equals(Reply.NEVER)) {
      request.response().exceptionHandler(gone -> abandoned.incrementAndGet());
    } else {
      reply.headers().forEach(request.response()::putHeader);
      request
          .response()
          .setStatusCode(reply.status())
          .end(reply.body())
          .onSuccess(
              sent -> {
                if (reply.status() == 200) {
                  answered.add(picture);
                }
              });
    }
  }
}
