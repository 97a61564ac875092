package dev.retinagate.http.reply;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** The length of the body that a request announces. */
public final class ContentLength {

  /** The body is sent in chunks, or there is none. */
  public static final long UNKNOWN = -1;

  private ContentLength() {}

  /** Bytes, or {@link #UNKNOWN}. The HTTP decoder has refused values that are no number. */
  public static long of(HttpServerRequest request) {
    String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (announced == null) {
      return UNKNOWN;
    }
    try {
      return Long.parseLong(announced);
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }
}
