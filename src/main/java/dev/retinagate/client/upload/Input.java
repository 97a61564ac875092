package dev.retinagate.client.upload;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * A picture to be sent, or the reason why there is none.
 *
 * @param name under which it is answered for
 * @param origin the folder or camera that it comes from; alerts are compared within one
 * @param time when it was made
 * @param bytes of the picture; null if there is a fault
 * @param fault why it cannot be sent, or null
 */
public record Input(String name, String origin, Instant time, Buffer bytes, Fault fault) {

  /** A picture. */
  static Input of(String name, String origin, Instant time, Buffer bytes) {
    return new Input(name, origin, time, bytes, null);
  }

  /** No picture. */
  public static Input faulty(String name, String origin, Instant time, Fault fault) {
    return new Input(name, origin, time, null, fault);
  }
}
