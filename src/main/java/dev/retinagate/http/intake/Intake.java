package dev.retinagate.http.intake;

import dev.retinagate.config.Config;
import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.MethodHandler;
import dev.retinagate.telemetry.GatewayMeters;
import dev.retinagate.worker.Dispatcher;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The one way of a picture through the node: admission at the headers, the body into bounded
 * memory, the workers, the answer. A {@link Protocol} says what is particular to it; everything
 * that bounds or counts is here. Owned by the listener's event loop.
 */
public final class Intake {

  private final Config config;
  private final Parts parts;
  private final Timers timers;

  /**
   * What the intake works with.
   *
   * @param control decides which uploads may begin
   * @param dispatcher hands pictures to workers
   * @param meters counts
   * @param failureHandler answers failed requests in a protocol's own form
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
   * @param vertx the event loop that calls
   * @param nanoClock the dispatcher's clock: deadlines are in its time
   */
  public Intake(Config config, Parts parts, Vertx vertx, LongSupplier nanoClock) {
    this.config = config;
    this.parts = parts;
    this.timers = Timers.of(vertx, nanoClock);
  }

  /** Serves a protocol at its path. */
  public void serve(Router router, Protocol protocol) {
    router
        .post(protocol.path())
        .handler(new AdmissionHandler(protocol, config, parts.control()))
        .handler(
            ctx -> new Upload(ctx, protocol, config.uploads(), parts.control(), timers).begin())
        .handler(new DetectionHandler(protocol, config, parts, timers));
    router
        .route(protocol.path())
        .handler(new MethodHandler("POST"))
        .failureHandler(parts.failureHandler().apply(protocol.errorForm()));
  }
}
