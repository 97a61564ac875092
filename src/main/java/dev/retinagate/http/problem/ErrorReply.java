package dev.retinagate.http.problem;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * An error in the form of a protocol. The problem's headers are added to it.
 *
 * @param status the HTTP status; a protocol may have another than the problem's
 * @param mediaType of the body
 * @param body may be empty
 * @param headers of the protocol, by name
 */
public record ErrorReply(int status, String mediaType, Buffer body, Map<String, String> headers) {

  /** A reply without headers of the protocol. */
  public ErrorReply(int status, String mediaType, Buffer body) {
    this(status, mediaType, body, Map.of());
  }
}
