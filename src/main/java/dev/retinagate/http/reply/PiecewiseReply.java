package dev.retinagate.http.reply;

import dev.retinagate.http.connection.HardClose;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * A body that may be long, sent piece by piece as the client takes it: at once, Netty would copy
 * all of it off the heap, where uploads need the room. Owned by the request's event loop.
 */
public final class PiecewiseReply {

  private static final int PIECE_BYTES = 256 << 10;

  /** {@code CANCEL} of HTTP/2. */
  private static final long CANCEL = 0x8;

  private final HttpServerResponse response;
  private final Buffer body;
  private int sent;

  private PiecewiseReply(HttpServerResponse response, Buffer body) {
    this.response = response;
    this.body = body;
  }

  /**
   * Sends a body. Nothing happens when the client has gone.
   *
   * @param timeout after which a client that has not taken all of it is left
   */
  public static void send(RoutingContext ctx, String contentType, Buffer body, Duration timeout) {
    HttpServerResponse response = ctx.response();
    if (body.length() <= PIECE_BYTES || response.closed()) {
      Replies.send(ctx, contentType, body);
      return;
    }
    Replies.announce(response, contentType, body);
    long timer = ctx.vertx().setTimer(timeout.toMillis(), late -> leave(ctx));
    ctx.addEndHandler(ended -> ctx.vertx().cancelTimer(timer));
    PiecewiseReply reply = new PiecewiseReply(response, body);
    response.drainHandler(taken -> reply.proceed());
    reply.proceed();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The end handlers see the end of the stream.
  private static void leave(RoutingContext ctx) {
    if (ctx.request().version() == HttpVersion.HTTP_2) {
      ctx.response().reset(CANCEL);
    } else {
      HardClose.close(ctx.request().connection());
    }
  }

  private void proceed() {
    while (!response.ended() && !response.closed() && !response.writeQueueFull()) {
      int end = Math.min(sent + PIECE_BYTES, body.length());
      Buffer piece = body.slice(sent, end);
      sent = end;
      if (end == body.length()) {
        response.end(piece);
      } else {
        response.write(piece);
      }
    }
  }
}
