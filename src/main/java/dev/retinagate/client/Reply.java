package dev.retinagate.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * An answer as it came over the wire.
 *
 * @param status of HTTP
 * @param retryAfter the header of that name, or null
 * @param json the body; null if it is no JSON object
 */
record Reply(int status, String retryAfter, JsonObject json) {

  static Reply of(int status, String retryAfter, Buffer body) {
    try {
      return new Reply(status, retryAfter, body.toJsonObject());
    } catch (DecodeException | ClassCastException e) {
      return new Reply(status, retryAfter, null);
    }
  }
}
