package dev.retinagate.http.reply;

import dev.retinagate.telemetry.GatewayMeters;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line a request once it has ended, and counts it: remote address, method and path,
 * status, bytes of the response, milliseconds, request id. A client that left before its answer
 * gets the status 499, as nginx has it.
 *
 * <p>A refusal has no line of its own: under a flood of them, writing it would cost as much as all
 * the rest of it. How many there were is told once a second. Owned by the listener's event loop.
 */
public final class AccessLogHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger("retinagate.access");
  private static final int CLIENT_LEFT = 499;

  /** What is longer is none of the gateway's paths or methods, and would fill the log. */
  private static final int MAX_LENGTH = 128;

  private final GatewayMeters meters;
  private final boolean logging;
  private final LongSupplier nanoClock;
  private long refusals;

  public AccessLogHandler(GatewayMeters meters, boolean logging, LongSupplier nanoClock) {
    this.meters = meters;
    this.logging = logging;
    this.nanoClock = nanoClock;
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.addEndHandler(
        ended -> {
          long nanos = nanoClock.getAsLong() - RequestState.of(ctx).startNanos();
          if (ended.succeeded()) {
            tell(ctx, ctx.response().getStatusCode(), nanos);
          } else if (ctx.response().closed()) {
            tell(ctx, CLIENT_LEFT, nanos);
          } else {
            // The client is there: a body that cannot be understood is answered in a moment.
            ctx.vertx()
                .runOnContext(
                    later ->
                        tell(
                            ctx,
                            ctx.response().ended() ? ctx.response().getStatusCode() : CLIENT_LEFT,
                            nanos));
          }
        });
    ctx.next();
  }

  private void tell(RoutingContext ctx, int status, long nanos) {
    meters.answered(status);
    if (RequestState.of(ctx).isRefused() && status != CLIENT_LEFT) {
      refusals++;
    } else if (logging) {
      write(ctx.request(), status, ctx.response().bytesWritten(), nanos, RequestIdHandler.of(ctx));
    }
  }

  /** To be called once a second. */
  public void tellRefusals() {
    if (refusals > 0 && logging) {
      LOG.info("refused {} requests in the last second", refusals);
    }
    refusals = 0;
  }

  public static void write(
      HttpServerRequest request, int status, long bytes, long nanos, String requestId) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    SocketAddress remote = request.remoteAddress();
    LOG.info(
        "{} \"{} {}\" {} {} {}ms {}",
        remote == null ? "-" : remote.hostAddress(),
        printable(request.method().name()),
        printable(request.path()),
        status,
        bytes,
        TimeUnit.NANOSECONDS.toMillis(nanos),
        requestId);
  }

  /**
   * A path, or a method, is the caller's: nothing of it may pass for another line, drive a terminal
   * or fill the log.
   */
  static String printable(String text) {
    if (text == null) {
      return "-";
    }
    if (text.length() > MAX_LENGTH) {
      return printable(text.substring(0, MAX_LENGTH)) + "...";
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isPrintable(text.charAt(i))) {
        StringBuilder clean = new StringBuilder(text);
        for (int k = i; k < clean.length(); k++) {
          if (!isPrintable(clean.charAt(k))) {
            clean.setCharAt(k, '?');
          }
        }
        return clean.toString();
      }
    }
    return text;
  }

  private static boolean isPrintable(char c) {
    return c > ' ' && c < 127 && c != '"';
  }
}
