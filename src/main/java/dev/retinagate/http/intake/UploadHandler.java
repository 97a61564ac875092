package dev.retinagate.http.intake;

import dev.retinagate.config.Config;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Reads the body of an admitted request into bounded memory, and goes on when all has come. */
public final class UploadHandler implements Handler<RoutingContext> {

  private final Config.Uploads limits;
  private final AdmissionControl gate;

  public UploadHandler(Config.Uploads limits, AdmissionControl gate) {
    this.limits = limits;
    this.gate = gate;
  }

  @Override
  public void handle(RoutingContext ctx) {
    // Nothing may be asynchronous up to here: handlers attached later would miss chunks.
    new Upload(ctx, limits, gate).begin();
  }
}
