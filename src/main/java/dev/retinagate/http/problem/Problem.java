package dev.retinagate.http.problem;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * An error with the members of RFC 9457, before it is written in any form.
 *
 * @param type which kind of problem it is
 * @param detail what is wrong this time, and what the client can do
 * @param code the error's name in the request's protocol; empty for an error that all protocols
 *     have
 * @param headers further headers of the response; empty for most
 */
public record Problem(
    ProblemType type, String detail, Optional<String> code, Map<String, String> headers) {

  private static final String TYPE_PREFIX = "urn:retinagate:problem:";

  /** The problem that a client is answered with when its request fails so. */
  public static Problem of(Failure failure) {
    return new Problem(failure.type(), failure.detail(), failure.code(), failure.headers());
  }

  /** The HTTP status. */
  public int status() {
    return type.status();
  }

  /** As a JSON object of RFC 9457; an answer about several pictures has one for each failed one. */
  public JsonObject toJson(String requestId) {
    return new JsonObject()
        .put("type", TYPE_PREFIX + type.kind())
        .put("title", type.title())
        .put("status", type.status())
        .put("detail", detail)
        .put("requestId", requestId);
  }
}
