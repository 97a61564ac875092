package dev.retinagate.http.intake;

import dev.retinagate.config.Config;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.Failure.NotAdmitted;
import dev.retinagate.http.reply.PiecewiseReply;
import dev.retinagate.http.reply.RequestState;
import dev.retinagate.telemetry.GatewayMeters;
import dev.retinagate.worker.DetectionJob;
import dev.retinagate.worker.Dispatcher;
import dev.retinagate.worker.JobResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands the pictures of a request to workers, and sends the protocol's answer when every picture
 * has an outcome.
 */
final class DetectionHandler implements Handler<RoutingContext> {

  private final Protocol protocol;
  private final AdmissionControl control;
  private final Dispatcher dispatcher;
  private final GatewayMeters meters;
  private final Timers timers;
  private final Duration deadline;
  private final Config.Uploads limits;

  DetectionHandler(Protocol protocol, Config config, Intake.Parts parts, Timers timers) {
    this.protocol = protocol;
    this.control = parts.control();
    this.dispatcher = parts.dispatcher();
    this.meters = parts.meters();
    this.timers = timers;
    this.deadline = config.deadline().byDefault();
    this.limits = config.uploads();
  }

  @Override
  public void handle(RoutingContext ctx) {
    Exchange exchange = Exchange.of(ctx);
    String client = RequestState.of(ctx).client();
    Optional<NotAdmitted> pause = control.pause(client);
    if (pause.isPresent()) {
      fail(ctx, exchange, pause.get());
      return;
    }
    List<DetectionJob> jobs = new ArrayList<>();
    ctx.addEndHandler(
        ended -> {
          if (ended.failed()) {
            // The connection or its stream has ended early: no client reads the results.
            jobs.forEach(dispatcher::cancel);
          }
        });
    exchange.workBegins(control.beginWork(client));
    long deadlineNanos = exchange.deadlineNanos(deadline);
    List<Future<Outcome>> outcomes = new ArrayList<>();
    for (UploadedPicture picture : exchange.pictures()) {
      if (picture.failure().isPresent()) {
        outcomes.add(
            Future.succeededFuture(Outcome.failed(picture.name(), picture.failure().get())));
      } else {
        DetectionJob job = job(exchange, picture, deadlineNanos);
        jobs.add(job);
        outcomes.add(dispatcher.submit(job).map(result -> outcome(job.model(), picture, result)));
      }
    }
    Future.join(outcomes)
        .onComplete(all -> answer(ctx, exchange, outcomes.stream().map(Future::result).toList()));
  }

  private Outcome outcome(int model, UploadedPicture picture, JobResult result) {
    return result instanceof JobResult.Full
        ? Outcome.failed(picture.name(), control.full(model))
        : Outcome.of(picture.name(), result);
  }

  private static DetectionJob job(Exchange exchange, UploadedPicture picture, long deadlineNanos) {
    return new DetectionJob(
        exchange.request().model(),
        exchange.buffer().slice(picture.from(), picture.to()),
        exchange.request().query(),
        exchange.request().annotation(),
        deadlineNanos,
        picture.takePermit());
  }

  private void answer(RoutingContext ctx, Exchange exchange, List<Outcome> outcomes) {
    exchange.workEnded();
    if (exchange.isEnded() || ctx.response().closed()) {
      return;
    }
    Optional<Failure> failure = failureOfRequest(outcomes);
    if (failure.isPresent()) {
      fail(ctx, exchange, failure.get());
      return;
    }
    RequestState state = RequestState.of(ctx);
    long receiveNanos = exchange.uploadedNanos() - state.startNanos();
    long totalNanos = timers.nanoTime() - state.startNanos();
    Answer answer =
        protocol.answer(
            new Answered(state.id(), exchange.request(), outcomes, receiveNanos, totalNanos));
    if (!exchange.tryHoldAnswer(answer.body().length())) {
      exchange.workInVain();
      fail(ctx, exchange, control.outOfBytes(exchange.request().model()));
      return;
    }
    count(outcomes, totalNanos);
    answer.headers().forEach(ctx.response()::putHeader);
    send(ctx, exchange, answer);
  }

  private void send(RoutingContext ctx, Exchange exchange, Answer answer) {
    exchange.sending();
    Context context = ctx.vertx().getOrCreateContext();
    PiecewiseReply reply = new PiecewiseReply(ctx, answer.body());
    Sending sending =
        new Sending(
            RequestState.of(ctx).client(),
            answer.body().length(),
            limits,
            timers,
            control.transfers(),
            () -> {
              exchange.workInVain();
              reply.abort();
            },
            task -> OnContext.run(context, task));
    Future<Void> sent = reply.send(answer.mediaType(), sending::taken);
    sent.onComplete(done -> exchange.sent());
    sending.watch(sent);
  }

  private static void fail(RoutingContext ctx, Exchange exchange, Failure failure) {
    exchange.abandon();
    ctx.fail(new FailedRequest(failure));
  }

  /**
   * Counts the refused pictures of a request that gets an answer. {@code FailureHandler} counts a
   * request that was refused as a whole.
   */
  private void count(List<Outcome> outcomes, long totalNanos) {
    for (Outcome outcome : outcomes) {
      if (outcome.failure().orElse(null) instanceof NotAdmitted refused) {
        meters.rejected(refused.why().label());
      }
    }
    if (outcomes.stream().anyMatch(outcome -> outcome.done().isPresent())) {
      meters.answeredDetection(totalNanos);
    }
  }

  /**
   * The failure of the request as a whole; empty if the request gets an answer. A request with one
   * picture fails as its picture does. A form fails as its first picture does if no picture was
   * admitted: a balancer then sees a 503 and asks another node.
   */
  private static Optional<Failure> failureOfRequest(List<Outcome> outcomes) {
    boolean noneAdmitted =
        outcomes.stream()
            .allMatch(outcome -> outcome.failure().orElse(null) instanceof NotAdmitted);
    return outcomes.size() == 1 || noneAdmitted ? outcomes.get(0).failure() : Optional.empty();
  }
}
