package dev.retinagate.http.problem;

import dev.retinagate.http.connection.BodyDiscardHandler;
import dev.retinagate.http.reply.ContentLength;
import dev.retinagate.http.reply.RequestIdHandler;
import dev.retinagate.http.reply.RequestState;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a request whose body has not been read to its end, so that the client gets to see the
 * answer and the node does not read what it does not want.
 *
 * <ul>
 *   <li>HTTP/2: the answer; a client that does not stop by itself has its stream, and no other,
 *       reset without error (RFC 9113, 8.1). Not at once: clients take a reset that comes with the
 *       answer for a failure to send (curl 7.88 does, now and then).
 *   <li>HTTP/1 with little left: that is read and thrown away, and the connection is kept.
 *   <li>HTTP/1 otherwise, or when the client waits for {@code 100 Continue}: the answer says {@code
 *       Connection: close}; what still comes is thrown away for a short time, since closing with
 *       unread bytes would make the kernel send a reset that can overtake the answer (RFC 9112,
 *       9.6).
 * </ul>
 */
public final class LingeringClose {

  private static final Logger LOG = LoggerFactory.getLogger(LingeringClose.class);

  /**
   * Reading so much takes a quarter of a millisecond. A new connection costs less, but a client
   * that is made to come on a new one each time cannot be told from one that has waited.
   */
  private static final long DISCARDED_BYTES = 512 << 10;

  /** Most that is thrown away before the connection is closed all the same. */
  private static final long LINGERING_BYTES = 64 << 20;

  private static final long NO_ERROR = 0;

  private LingeringClose() {}

  /** Whether the client waits to be told that it may send the body. */
  public static boolean isContinueExpected(HttpServerRequest request) {
    return request.version() != HttpVersion.HTTP_1_0
        && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
  }

  /** Sends the answer and sees to the rest of the body. */
  static void settle(RoutingContext ctx, Duration lingerTimeout, Answer answer) {
    if (!ctx.request().isEnded()) {
      boolean http2 = ctx.request().version() == HttpVersion.HTTP_2;
      if (http2) {
        linger(ctx, lingerTimeout, () -> ctx.response().reset(NO_ERROR), false);
      } else if (isLittleLeft(ctx)) {
        if (ContentLength.of(ctx.request()) > 0 && !RequestState.of(ctx).isBodyPaused()) {
          BodyDiscardHandler.begin(ctx.request().connection());
        }
        linger(ctx, lingerTimeout, () -> ctx.request().connection().close(), false);
      } else {
        ctx.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        linger(ctx, lingerTimeout, () -> ctx.request().connection().close(), true);
      }
    }
    answer
        .send()
        .onFailure(
            gone -> LOG.debug("request {} was not answered", RequestIdHandler.of(ctx), gone));
  }

  /**
   * Throws away what comes, within bounds of time and bytes.
   *
   * @param cut what is done when the client keeps sending beyond a bound
   * @param always whether that is also done when the body has come to its end
   */
  private static void linger(
      RoutingContext ctx, Duration timeout, Supplier<Future<Void>> cut, boolean always) {
    HttpServerRequest request = ctx.request();
    Runnable stop =
        () ->
            cut.get().onFailure(gone -> LOG.debug("{} had gone already", RequestIdHandler.of(ctx)));
    long timer =
        ctx.vertx()
            .setTimer(
                timeout.toMillis(),
                late -> {
                  if (!request.isEnded()) {
                    stop.run();
                  }
                });
    // A form that breaks while it is thrown away is nobody's concern.
    request.exceptionHandler(ignored -> {});
    request.endHandler(
        ended -> {
          ctx.vertx().cancelTimer(timer);
          if (always) {
            stop.run();
          }
        });
    long[] discarded = {0};
    request.handler(
        chunk -> {
          discarded[0] += chunk.length();
          if (discarded[0] > LINGERING_BYTES && discarded[0] - chunk.length() <= LINGERING_BYTES) {
            stop.run();
          }
        });
    request.resume();
  }

  private static boolean isLittleLeft(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    boolean waits = isContinueExpected(request) && !RequestState.of(ctx).isContinueSent();
    long announced = ContentLength.of(request);
    if (announced == ContentLength.UNKNOWN) {
      // Without either header there is no body (RFC 9112, 6.3), though its end is still to be told.
      return request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
    }
    return !waits && announced - request.bytesRead() <= DISCARDED_BYTES;
  }

  /** Sends the answer. */
  interface Answer {
    Future<Void> send();
  }
}
