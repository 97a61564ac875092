package dev.retinagate.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A node whose answers a test gives by hand, in any order. */
final class StubNode implements Transport {

  /** A request that is not answered yet. */
  record Request(String picture, Promise<Reply> reply) {

    void done() {
      reply.complete(new Reply(200, null, new JsonObject().put("saw", picture)));
    }

    void full(int retryAfter) {
      refuse(503, "full", String.valueOf(retryAfter));
    }

    void refuse(int status, String kind, String retryAfter) {
      reply.complete(
          new Reply(
              status, retryAfter, new JsonObject().put("type", "urn:retinagate:problem:" + kind)));
    }

    void broken() {
      reply.fail("Connection refused");
    }
  }

  final List<Request> open = new ArrayList<>();
  final List<String> sent = new ArrayList<>();

  @Override
  public Future<Reply> send(Buffer picture) {
    Promise<Reply> reply = Promise.promise();
    sent.add(picture.toString());
    open.add(new Request(picture.toString(), reply));
    return reply.future();
  }

  /** The oldest request. */
  Request next() {
    return open.remove(0);
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
