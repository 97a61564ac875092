package dev.retinagate.http.detect;

import dev.retinagate.config.Config;
import dev.retinagate.detection.Detections;
import dev.retinagate.http.intake.AdmissionControl;
import dev.retinagate.http.intake.Exchange;
import dev.retinagate.http.intake.Part;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.Problem;
import dev.retinagate.http.reply.PiecewiseReply;
import dev.retinagate.http.reply.Replies;
import dev.retinagate.http.reply.RequestIdHandler;
import dev.retinagate.telemetry.GatewayMeters;
import dev.retinagate.worker.DetectionJob;
import dev.retinagate.worker.Dispatcher;
import dev.retinagate.worker.JobResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Has the pictures of a request looked at, and answers with what was found. */
public final class DetectionHandler implements Handler<RoutingContext> {

  private static final String DETECTIONS_HEADER = "X-Detections";

  /** Longer headers are refused by common proxies. */
  private static final int MAX_DETECTIONS_HEADER_BYTES = 4096;

  private static final char LAST_ASCII = 126;

  private final Dispatcher dispatcher;
  private final String model;
  private final Config config;
  private final AdmissionControl gate;
  private final GatewayMeters meters;

  public DetectionHandler(
      Dispatcher dispatcher,
      String model,
      Config config,
      AdmissionControl gate,
      GatewayMeters meters) {
    this.dispatcher = dispatcher;
    this.model = model;
    this.config = config;
    this.gate = gate;
    this.meters = meters;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Exchange exchange = Exchange.of(ctx);
    boolean annotateSeveral = exchange.parts().size() > 1 && exchange.output() != Output.JSON;
    if (annotateSeveral) {
      ctx.fail(
          new FailedRequest(
              new Failure.BadParameter(
                  "An annotated picture can be answered for one picture at a time; the form has "
                      + exchange.parts().size()
                      + ".")));
      return;
    }
    List<Future<Outcome>> outcomes =
        exchange.parts().stream().map(part -> look(exchange, part)).toList();
    Future.join(outcomes)
        .onComplete(all -> answer(ctx, exchange, outcomes.stream().map(Future::result).toList()));
  }

  private Future<Outcome> look(Exchange exchange, Part part) {
    if (part.failure().isPresent()) {
      return Future.succeededFuture(new Outcome(part.name(), part.failure(), Optional.empty()));
    }
    DetectionJob job =
        new DetectionJob(
            exchange.buffer().slice(part.from(), part.to()),
            exchange.query(),
            exchange.output().annotation(),
            deadlineNanos(exchange),
            part.takePermit());
    exchange.add(job);
    return dispatcher.submit(job).map(result -> outcome(part.name(), result));
  }

  /** The node's own bound counts from here, since an upload takes what it takes. */
  private long deadlineNanos(Exchange exchange) {
    long nodes = System.nanoTime() + config.deadline().byDefault().toNanos();
    OptionalLong callers = exchange.deadlineNanos();
    boolean callersIsFirst = callers.isPresent() && callers.getAsLong() - nodes < 0;
    return callersIsFirst ? callers.getAsLong() : nodes;
  }

  private void answer(RoutingContext ctx, Exchange exchange, List<Outcome> outcomes) {
    if (ctx.response().closed()) {
      exchange.releaseBytes();
      return;
    }
    Optional<Failure> failure = failureOfAll(outcomes);
    if (failure.isEmpty() && !exchange.holdAnswer(annotatedBytes(outcomes))) {
      failure = Optional.of(gate.outOfBytes());
    }
    if (failure.isPresent()) {
      exchange.releaseBytes();
      ctx.fail(new FailedRequest(failure.get()));
      return;
    }
    long totalNanos = System.nanoTime() - exchange.begunNanos();
    if (outcomes.size() > 1) {
      answerSeveral(ctx, outcomes, totalNanos);
    } else {
      answerOne(ctx, exchange.output(), outcomes.get(0).done().orElseThrow(), totalNanos);
    }
    if (outcomes.stream().anyMatch(outcome -> outcome.done().isPresent())) {
      meters.answeredDetection(totalNanos);
    }
  }

  /**
   * What has become of the whole request: a form's pictures are answered one by one, but if none of
   * them was let in, a balancer has to see that, and ask another node.
   */
  private static Optional<Failure> failureOfAll(List<Outcome> outcomes) {
    Optional<Failure> first = outcomes.get(0).failure();
    boolean noneLetIn =
        outcomes.stream()
            .allMatch(outcome -> outcome.failure().orElse(null) instanceof Failure.NotAdmitted);
    return outcomes.size() == 1 || noneLetIn ? first : Optional.empty();
  }

  private static int annotatedBytes(List<Outcome> outcomes) {
    return outcomes.stream()
        .flatMap(outcome -> outcome.done().stream())
        .flatMap(done -> done.annotated().stream())
        .mapToInt(Buffer::length)
        .sum();
  }

  private void answerOne(RoutingContext ctx, Output output, JobResult.Done done, long totalNanos) {
    ctx.response().putHeader("Vary", "Accept");
    if (done.annotated().isPresent()) {
      tellInHeader(ctx, done.detections());
      PiecewiseReply.send(
          ctx, output.mediaType(), done.annotated().get(), config.uploads().transferTimeout());
      return;
    }
    JsonObject body =
        new JsonObject()
            .put("requestId", RequestIdHandler.of(ctx))
            .mergeIn(
                DetectionsJson.answer(model, done.detections(), done.queuedNanos(), totalNanos));
    Replies.send(ctx, Replies.JSON, body.toBuffer());
  }

  private void answerSeveral(RoutingContext ctx, List<Outcome> outcomes, long totalNanos) {
    String requestId = RequestIdHandler.of(ctx);
    JsonArray results = new JsonArray();
    for (Outcome outcome : outcomes) {
      JsonObject result = new JsonObject().put("name", outcome.name());
      outcome
          .failure()
          .ifPresent(failure -> result.put("problem", Problem.of(failure).toJson(requestId)));
      outcome
          .done()
          .ifPresent(
              done ->
                  result.mergeIn(
                      DetectionsJson.answer(
                          model, done.detections(), done.queuedNanos(), totalNanos)));
      results.add(result);
    }
    JsonObject body = new JsonObject().put("requestId", requestId).put("results", results);
    Replies.send(ctx, Replies.JSON, body.toBuffer());
  }

  private static void tellInHeader(RoutingContext ctx, Detections found) {
    String json = ascii(DetectionsJson.detections(found.found()).encode());
    if (json.length() <= MAX_DETECTIONS_HEADER_BYTES) {
      ctx.response().putHeader(DETECTIONS_HEADER, json);
    }
  }

  /** Headers are ASCII; JSON can say everything else in escapes. */
  private static String ascii(String json) {
    StringBuilder escaped = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c > LAST_ASCII) {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static Outcome outcome(String name, JobResult result) {
    if (result instanceof JobResult.Done done) {
      return new Outcome(name, Optional.empty(), Optional.of(done));
    } else if (result instanceof JobResult.BadPicture bad) {
      return failed(name, new Failure.BadPicture(bad.reason(), bad.message()));
    } else if (result instanceof JobResult.Late) {
      return failed(name, new Failure.DeadlinePassed());
    }
    // A cancelled job has nobody to answer, so what it is called does not matter.
    return failed(name, new Failure.EngineFailed());
  }

  private static Outcome failed(String name, Failure failure) {
    return new Outcome(name, Optional.of(failure), Optional.empty());
  }

  /** How one picture ended: exactly one of the two is there. */
  private record Outcome(String name, Optional<Failure> failure, Optional<JobResult.Done> done) {}
}
