package dev.retinagate.http.reply;

import dev.retinagate.http.connection.HardClose;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.function.LongConsumer;

/**
 * A body that may be long, sent piece by piece as the client takes it: at once, Netty would copy
 * all of it off the heap, where uploads need the room. Owned by the request's event loop.
 */
public final class PiecewiseReply {

  /** Most bytes that are written before the client has taken some. */
  public static final int PIECE_BYTES = 128 << 10;

  /** {@code CANCEL} of HTTP/2. */
  private static final long CANCEL = 0x8;

  private final RoutingContext ctx;
  private final HttpServerResponse response;
  private final Buffer body;
  private final Promise<Void> sent = Promise.promise();
  private int written;

  /**
   * A reply that has not been sent.
   *
   * @param body all of it
   */
  public PiecewiseReply(RoutingContext ctx, Buffer body) {
    this.ctx = ctx;
    this.response = ctx.response();
    this.body = body;
  }

  /**
   * Sends the reply. Nothing happens when the client has gone.
   *
   * @param onTaken called with the bytes that the client has taken in all, each time that it has
   *     taken some
   * @return completes when the client has taken all of it, or has gone
   */
  public Future<Void> send(String contentType, LongConsumer onTaken) {
    if (response.closed() || response.ended()) {
      return Future.succeededFuture();
    }
    Replies.announce(response, contentType, body);
    response.exceptionHandler(gone -> sent.tryFail(gone));
    response.closeHandler(closed -> sent.tryComplete());
    response.drainHandler(
        drained -> {
          onTaken.accept(written);
          proceed();
        });
    proceed();
    return sent.future();
  }

  /** Gives the client up that does not take the rest. */
  @SuppressWarnings("FutureReturnValueIgnored") // The end handlers see the end of the stream.
  public void abort() {
    if (ctx.request().version() == HttpVersion.HTTP_2) {
      response.reset(CANCEL);
    } else {
      HardClose.close(ctx.request().connection());
    }
  }

  private void proceed() {
    while (!response.ended() && !response.closed() && !response.writeQueueFull()) {
      int end = Math.min(written + PIECE_BYTES, body.length());
      Buffer piece = body.slice(written, end);
      written = end;
      if (end == body.length()) {
        response
            .end(piece)
            .onSuccess(done -> sent.tryComplete())
            .onFailure(gone -> sent.tryFail(gone));
      } else {
        response.write(piece);
      }
    }
  }
}
