package dev.retinagate.http.problem;

import dev.retinagate.http.connection.BodyDiscardHandler;
import dev.retinagate.http.reply.ContentLength;
import dev.retinagate.http.reply.RequestState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a request whose body has not been read to its end. The client sees the answer, and the
 * gateway reads no more of the body than that needs. {@link UnreadBody} decides what happens to the
 * rest of the body. Owned by the listener's event loop.
 */
public final class LingeringClose {

  private static final Logger LOG = LoggerFactory.getLogger(LingeringClose.class);

  /** A client that sends more after its refusal is cut off. */
  private static final long MAX_DISCARDED_BYTES = 64 << 20;

  /** {@code NO_ERROR} of HTTP/2. */
  private static final long NO_ERROR = 0;

  private final Vertx vertx;
  private final Duration timeout;

  /**
   * A lingering close for the requests of one listener.
   *
   * @param timeout how long the rest of a body may arrive before its client is cut off
   */
  public LingeringClose(Vertx vertx, Duration timeout) {
    this.vertx = vertx;
    this.timeout = timeout;
  }

  /** Whether the client waits for permission to send the body. */
  public static boolean isContinueExpected(HttpServerRequest request) {
    return request.version() != HttpVersion.HTTP_1_0
        && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
  }

  /** Answers a request that has reached the routes, and sees to the rest of its body. */
  void answer(RoutingContext ctx, Supplier<Future<Void>> answer) {
    HttpServerRequest request = ctx.request();
    if (request.isEnded()) {
      send(answer);
      return;
    }
    RequestState state = RequestState.of(ctx);
    long announced = ContentLength.of(request);
    UnreadBody rest =
        UnreadBody.of(
            request.version(),
            announced,
            request.bytesRead(),
            request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null,
            isContinueExpected(request) && !state.isContinueSent());
    if (rest == UnreadBody.READ && announced > 0 && !state.isBodyPaused()) {
      BodyDiscardHandler.begin(request.connection());
    }
    answer(request, rest, answer);
  }

  /**
   * Answers a request and sees to the rest of its body as decided.
   *
   * @param answer sends the response, whose status and headers are set
   */
  void answer(HttpServerRequest request, UnreadBody rest, Supplier<Future<Void>> answer) {
    if (rest == UnreadBody.CLOSE) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    DiscardedBody body =
        new DiscardedBody(
            MAX_DISCARDED_BYTES, rest == UnreadBody.CLOSE, () -> send(() -> cut(request, rest)));
    long timer = vertx.setTimer(timeout.toMillis(), late -> body.timedOut());
    // A form that turns out to be broken while it is thrown away has been answered already.
    request.exceptionHandler(ignored -> {});
    request.handler(chunk -> body.received(chunk.length()));
    request.endHandler(
        ended -> {
          vertx.cancelTimer(timer);
          body.ended();
        });
    send(answer);
    // Only after the answer: a paused body may end at once, and its end may close the connection.
    request.resume();
  }

  private static Future<Void> cut(HttpServerRequest request, UnreadBody rest) {
    return rest == UnreadBody.RESET_STREAM
        ? request.response().reset(NO_ERROR)
        : request.connection().close();
  }

  private static void send(Supplier<Future<Void>> action) {
    action.get().onFailure(gone -> LOG.debug("the client had gone already", gone));
  }
}
