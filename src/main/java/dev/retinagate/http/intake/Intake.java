package dev.retinagate.http.intake;

import dev.retinagate.config.Config;
import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.MethodHandler;
import dev.retinagate.http.reply.Replies;
import dev.retinagate.telemetry.GatewayMeters;
import dev.retinagate.worker.Dispatcher;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The steps of every request with pictures: admission at the headers, the body into bounded memory,
 * the workers, the answer. A {@link Protocol} adds how it reads requests and writes answers. Every
 * bound and every count is in the steps, so that no protocol can miss one. Owned by the listener's
 * event loop.
 */
public final class Intake {

  private final Config config;
  private final Parts parts;
  private final Timers timers;

  /**
   * The parts of the node that the steps use.
   *
   * @param control decides which uploads may begin
   * @param dispatcher hands pictures to workers
   * @param meters count refused pictures and answered detections
   * @param failureHandler makes the handler that answers failed requests in a protocol's form
   */
  public record Parts(
      AdmissionControl control,
      Dispatcher dispatcher,
      GatewayMeters meters,
      Function<ErrorForm, Handler<RoutingContext>> failureHandler) {}

  /**
   * The intake of one listener.
   *
   * @param config bounds and deadlines
   * @param vertx sets timers on the event loop that calls
   * @param nanoClock the dispatcher's clock: a deadline read from another clock would pass at the
   *     wrong time
   */
  public Intake(Config config, Parts parts, Vertx vertx, LongSupplier nanoClock) {
    this.config = config;
    this.parts = parts;
    this.timers = Timers.of(vertx, nanoClock);
  }

  /** Serves protocols at their paths. */
  public void serve(Router router, List<Protocol> protocols) {
    for (Protocol protocol : protocols) {
      protocol
          .fixedAnswers()
          .forEach((path, answer) -> serveFixed(router, path, answer, protocol.errorForm()));
    }
    for (Protocol protocol : protocols) {
      protocol.paths().forEach(path -> serve(router, path, protocol));
    }
    // Behind the paths of all protocols: each is tried before there is nothing.
    for (Protocol protocol : protocols) {
      protocol
          .realm()
          .ifPresent(
              paths ->
                  router
                      .route(paths)
                      .handler(ctx -> ctx.fail(new FailedRequest(new Failure.NotFound())))
                      .failureHandler(parts.failureHandler().apply(protocol.errorForm())));
    }
  }

  private void serveFixed(Router router, String path, Answer answer, ErrorForm errorForm) {
    MethodHandler.serve(
            router,
            path,
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST),
            ctx -> Replies.send(ctx, answer.mediaType(), answer.body()))
        .failureHandler(parts.failureHandler().apply(errorForm));
  }

  private void serve(Router router, String path, Protocol protocol) {
    router
        .post(path)
        .handler(own(protocol, new AdmissionHandler(protocol, config, parts.control())))
        .handler(
            own(
                protocol,
                ctx ->
                    new Upload(ctx, protocol, config.uploads(), parts.control(), timers).begin()))
        .handler(own(protocol, new DetectionHandler(protocol, config, parts, timers)));
    router
        .route(path)
        .handler(own(protocol, new MethodHandler("POST")))
        .failureHandler(own(protocol, parts.failureHandler().apply(protocol.errorForm())));
  }

  /** Lets the protocol's own requests alone reach the handler; others go on to the next route. */
  private static Handler<RoutingContext> own(Protocol protocol, Handler<RoutingContext> handler) {
    return ctx -> {
      if (protocol.takes(ctx.request())) {
        handler.handle(ctx);
      } else {
        ctx.next();
      }
    };
  }
}
