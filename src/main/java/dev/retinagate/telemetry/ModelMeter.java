package dev.retinagate.telemetry;

import dev.retinagate.detection.ServedModels;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What the node computes, as the labels of a gauge of each model that is always 1. A reload may
 * change the labels: the gauges of the version before then go.
 */
public final class ModelMeter implements MeterBinder {

  private final ServedModels models;

  /** The meter of a node that serves these models. */
  public ModelMeter(ServedModels models) {
    this.models = models;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    MultiGauge info =
        MultiGauge.builder("retinagate.model.info")
            .description("The model, its precision, and the instruction set that multiplies")
            .register(registry);
    Runnable describe =
        () ->
            info.register(
                models.all().stream()
                    .map(
                        model ->
                            MultiGauge.Row.of(
                                Tags.of(
                                    "model",
                                    model.name(),
                                    "precision",
                                    model.precision(),
                                    "isa",
                                    model.isa()),
                                1))
                    .toList(),
                true);
    describe.run();
    models.onExchange(describe);
  }
}
