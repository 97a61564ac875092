package dev.retinagate.telemetry;

import dev.retinagate.admission.Admission;
import dev.retinagate.worker.JobResult;
import dev.retinagate.worker.WorkStats;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The meters of one model, labelled with its name. Beside the meters of the node, whose labels stay
 * as they are: queries of dashboards and alerts count on them.
 */
final class ModelPictures {

  private static final String PREFIX = "retinagate.model.";
  private static final String MODEL = "model";

  private final MeterRegistry registry;
  private final String name;
  private final Counter done;
  private final Counter late;
  private final Counter failed;
  private final Counter other;
  private final Timer work;

  ModelPictures(MeterRegistry registry, String name) {
    this.registry = registry;
    this.name = name;
    done = pictures("done");
    late = pictures("late");
    failed = pictures("engine_failed");
    other = pictures("other");
    work =
        Timer.builder(PREFIX + "work")
            .description("Worker time of a picture, from its decoding to its detections")
            .tag(MODEL, name)
            .serviceLevelObjectives(GatewayMeters.BUCKETS)
            .register(registry);
  }

  private Counter pictures(String outcome) {
    return Counter.builder(PREFIX + "pictures")
        .description("Admitted pictures by model and outcome")
        .tag(MODEL, name)
        .tag("outcome", outcome)
        .register(registry);
  }

  /** Registers the gauges, which are read when they are scraped. */
  void watch(int model, Admission admission, Supplier<WorkStats> stats) {
    Gauge.builder(PREFIX + "in.flight", admission, a -> a.stats().inFlightOf().get(model))
        .description("Pictures of the model that hold a permit")
        .tag(MODEL, name)
        .strongReference(true)
        .register(registry);
    Gauge.builder(PREFIX + "queue.depth", stats, s -> s.get().models().get(model).queued())
        .description("Pictures of the model that wait for a worker")
        .tag(MODEL, name)
        .strongReference(true)
        .register(registry);
    Gauge.builder(PREFIX + "workers.live", stats, s -> s.get().models().get(model).live())
        .description("Live workers that have a detector of the model")
        .tag(MODEL, name)
        .strongReference(true)
        .register(registry);
    TimeGauge.builder(
            PREFIX + "service",
            stats,
            TimeUnit.NANOSECONDS,
            s -> s.get().models().get(model).serviceNanos())
        .description("Recent worker time of a picture, which Retry-After and fairness count with")
        .tag(MODEL, name)
        .strongReference(true)
        .register(registry);
  }

  void ended(JobResult result) {
    if (result instanceof JobResult.Done finished) {
      done.increment();
      work.record(finished.detections().times().totalNanos(), TimeUnit.NANOSECONDS);
    } else if (result instanceof JobResult.Late) {
      late.increment();
    } else if (result instanceof JobResult.EngineFailed) {
      failed.increment();
    } else {
      other.increment();
    }
  }
}
