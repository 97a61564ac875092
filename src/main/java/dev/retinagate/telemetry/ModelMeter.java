package dev.retinagate.telemetry;

import dev.retinagate.detection.ModelDescription;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What the node computes, as the labels of a gauge that is always 1. */
public final class ModelMeter implements MeterBinder {

  private final ModelDescription model;

  /** The meter of a node that serves this model. */
  public ModelMeter(ModelDescription model) {
    this.model = model;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("retinagate.model.info", () -> 1)
        .description("The model, its precision, and the instruction set that multiplies")
        .tag("model", model.name())
        .tag("precision", model.precision())
        .tag("isa", model.isa())
        .register(registry);
  }
}
