package dev.retinagate.http.reply;

import dev.retinagate.telemetry.GatewayMeters;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.LongSupplier;

/**
 * Times and counts each request, and gives it to the {@link AccessLog} once it has ended. A client
 * that left before its answer gets the status 499, as in nginx.
 */
public final class AccessLogHandler implements Handler<RoutingContext> {

  private static final int CLIENT_LEFT = 499;

  private final GatewayMeters meters;
  private final AccessLog log;
  private final LongSupplier nanoClock;

  /**
   * A handler for all routes of a listener.
   *
   * @param nanoClock the listener's time
   */
  public AccessLogHandler(GatewayMeters meters, AccessLog log, LongSupplier nanoClock) {
    this.meters = meters;
    this.log = log;
    this.nanoClock = nanoClock;
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.addEndHandler(
        ended -> {
          long nanos = nanoClock.getAsLong() - RequestState.of(ctx).startNanos();
          record(ctx, ended.succeeded() ? ctx.response().getStatusCode() : CLIENT_LEFT, nanos);
        });
    ctx.next();
  }

  private void record(RoutingContext ctx, int status, long nanos) {
    RequestState state = RequestState.of(ctx);
    meters.answered(status);
    if (state.isRefused() && status != CLIENT_LEFT) {
      log.countRefusal();
    } else {
      log.write(
          state.callerAddress(),
          ctx.request(),
          new AccessLog.Outcome(
              status,
              ctx.response().bytesWritten(),
              nanos,
              state.id(),
              state.keyName(),
              state.problemKind()));
    }
  }
}
