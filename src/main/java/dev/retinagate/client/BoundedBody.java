package dev.retinagate.client;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;

/** Collects the body of an answer, which must not be larger than a client can hold. */
public final class BoundedBody implements WriteStream<Buffer> {

  private final int maxBytes;
  private final Buffer bytes = Buffer.buffer();

  /** Takes at most so many bytes. */
  public BoundedBody(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What has come. */
  public Buffer bytes() {
    return bytes;
  }

  @Override
  public Future<Void> write(Buffer piece) {
    if ((long) bytes.length() + piece.length() > maxBytes) {
      return Future.failedFuture(new IOException("the answer is larger than " + maxBytes + " B"));
    }
    bytes.appendBuffer(piece);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end() {
    return Future.succeededFuture();
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  public BoundedBody setWriteQueueMaxSize(int size) {
    return this;
  }

  @Override
  public BoundedBody drainHandler(Handler<Void> handler) {
    return this;
  }

  @Override
  public BoundedBody exceptionHandler(Handler<Throwable> handler) {
    return this;
  }
}
