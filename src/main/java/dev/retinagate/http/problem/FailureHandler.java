package dev.retinagate.http.problem;

import dev.retinagate.http.connection.RequestCost;
import dev.retinagate.http.reply.Replies;
import dev.retinagate.http.reply.RequestIdHandler;
import dev.retinagate.http.reply.RequestState;
import dev.retinagate.telemetry.GatewayMeters;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every request that has failed, in the form of its protocol. A router asks its failure
 * handlers in the order of the routes: a protocol's own has to stand before the common one.
 */
public final class FailureHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);
  private static final int NOT_FOUND = 404;
  private static final int FIRST_SERVER_ERROR = 500;

  private final ErrorForm form;
  private final LingeringClose lingeringClose;
  private final RefusalPacer pacer;
  private final GatewayMeters meters;
  private final InvalidRequestHandler invalid;

  /**
   * A handler for the routes of one protocol.
   *
   * @param form how the protocol writes an error
   * @param lingeringClose sees to bodies that have not been read
   * @param pacer the listener's
   * @param meters count refusals
   * @param invalid for requests that failed before the first route
   */
  public FailureHandler(
      ErrorForm form,
      LingeringClose lingeringClose,
      RefusalPacer pacer,
      GatewayMeters meters,
      InvalidRequestHandler invalid) {
    this.form = form;
    this.lingeringClose = lingeringClose;
    this.pacer = pacer;
    this.meters = meters;
    this.invalid = invalid;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (ctx.response().headWritten() || ctx.response().closed()) {
      if (!ctx.response().ended()) {
        ctx.response().reset();
      }
      return;
    }
    if (!RequestState.isAttached(ctx)) {
      // The router refuses a Host or :authority that it cannot parse before it calls any handler.
      invalid.refuse(
          ctx.request(),
          new Failure.MalformedRequest(
              "The request names no host that can be understood, in Host or in :authority."));
      return;
    }
    Failure failure = failure(ctx);
    Duration wait = Duration.ZERO;
    if (failure instanceof Failure.NotAdmitted refusal) {
      RequestState.of(ctx).refused();
      meters.rejected(refusal.why().label());
      wait = pacer.beginDelay(ctx.request(), refusal);
    }
    if (wait.isZero()) {
      answer(ctx, failure);
    } else {
      meters.refusalDelayed();
      leaveUnread(ctx);
      RequestCost cost = RequestCost.of(ctx.request());
      ctx.vertx()
          .setTimer(
              wait.toMillis(),
              waited -> {
                pacer.endDelay();
                cost.run(() -> answer(ctx, failure));
              });
    }
  }

  /** A stream of HTTP/2 is read all the same: the other streams would have to wait otherwise. */
  private static void leaveUnread(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    if (!request.isEnded()) {
      if (request.version() == HttpVersion.HTTP_2) {
        request.handler(dropped -> {});
      } else {
        RequestState.of(ctx).bodyPaused();
        request.pause();
      }
    }
  }

  private void answer(RoutingContext ctx, Failure failure) {
    if (ctx.response().closed()) {
      return;
    }
    Problem problem = Problem.of(failure);
    RequestState.of(ctx).failed(problem.type().kind());
    ErrorReply reply = form.render(problem, RequestIdHandler.of(ctx));
    ctx.response().setStatusCode(reply.status());
    problem.headers().forEach(ctx.response()::putHeader);
    reply.headers().forEach(ctx.response()::putHeader);
    lingeringClose.answer(ctx, () -> Replies.send(ctx, reply.mediaType(), reply.body()));
  }

  private static Failure failure(RoutingContext ctx) {
    if (ctx.failure() instanceof FailedRequest failed) {
      return failed.failure();
    }
    if (ctx.failure() == null || ctx.statusCode() < FIRST_SERVER_ERROR) {
      // A failure of the router itself: no route, or a path that it cannot decode.
      return ctx.statusCode() == NOT_FOUND
          ? new Failure.NotFound()
          : new Failure.MalformedRequest("The request cannot be understood.");
    }
    LOG.error("request {} failed by a defect", RequestIdHandler.of(ctx), ctx.failure());
    return new Failure.Unexpected();
  }
}
