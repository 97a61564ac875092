package dev.retinagate.http.problem;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * An error as RFC 9457 tells it.
 *
 * @param kind last part of the type's URI
 * @param title the kind in words, always the same
 * @param status HTTP status
 * @param detail what is wrong this time, and what to do about it
 * @param headers further headers of the response
 */
public record Problem(
    String kind, String title, int status, String detail, Map<String, String> headers) {

  static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPE_PREFIX = "urn:retinagate:problem:";

  /** The problem that a failure is told as. */
  public static Problem of(Failure failure) {
    return FailureMapper.problem(failure);
  }

  public JsonObject toJson(String requestId) {
    return new JsonObject()
        .put("type", TYPE_PREFIX + kind)
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .put("requestId", requestId);
  }
}
