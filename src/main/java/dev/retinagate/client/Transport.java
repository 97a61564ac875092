package dev.retinagate.client;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Sends a picture once. */
interface Transport {

  /** Fails if no whole answer came. */
  Future<Reply> send(Buffer picture);

  Future<Void> close();
}
