package dev.retinagate.worker;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Passes an immutable object to another verticle of this process, without a copy. */
final class LocalCodec<T> implements MessageCodec<T, T> {

  private static final String NAME = "retinagate.local";

  /**
   * The event bus must not give up a reply: the permit would be released while the worker still
   * works. Its timer cannot be switched off, only set beyond a process's life.
   */
  private static final long NEVER_MILLIS = java.time.Duration.ofDays(3_650).toMillis();

  /** Delivers in this process only, through this codec. */
  static DeliveryOptions delivery() {
    return new DeliveryOptions().setCodecName(NAME).setLocalOnly(true).setSendTimeout(NEVER_MILLIS);
  }

  static void register(EventBus bus) {
    bus.registerCodec(new LocalCodec<Object>());
  }

  @Override
  public void encodeToWire(Buffer buffer, T message) {
    throw new UnsupportedOperationException("does not leave the process");
  }

  @Override
  public T decodeFromWire(int position, Buffer buffer) {
    throw new UnsupportedOperationException("does not leave the process");
  }

  @Override
  public T transform(T message) {
    return message;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
