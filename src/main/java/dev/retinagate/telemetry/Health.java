package dev.retinagate.telemetry;

import dev.retinagate.admission.Admission;
import dev.retinagate.worker.WorkStats;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whether this node can serve. A full node is healthy: replacing it would make matters worse.
 *
 * <p>Safe to use from any thread.
 */
public final class Health {

  /** The phases of a node. */
  public enum Phase {
    /** Listening, but no worker is ready yet. */
    STARTING,
    /** Serving. */
    SERVING,
    /** Shutting down. */
    DRAINING
  }

  /** The status that {@code GET /health} answers. */
  public enum Status {
    /** Able to serve, perhaps full. */
    UP,
    /** Not serving yet. */
    STARTING,
    /** Not serving any more. */
    DRAINING,
    /** No worker is alive; a worker that hangs is not alive. */
    DOWN
  }

  /** The status of {@code GET /health/live} while a worker hangs, which {@link Status} lacks. */
  private static final String WEDGED = "WEDGED";

  /**
   * The answer of {@code GET /health/live}.
   *
   * @param live false if the process should be restarted
   * @param report the reason, with the counts behind it
   */
  public record Liveness(boolean live, JsonObject report) {}

  private final Admission admission;
  private final Supplier<WorkStats> work;
  private final List<String> models;
  private volatile Phase phase = Phase.STARTING;

  /**
   * The health of a node that is starting.
   *
   * @param admission whose counts are reported
   * @param work the counts of the workers
   * @param models the names of the models that are served, by index
   */
  public Health(Admission admission, Supplier<WorkStats> work, List<String> models) {
    this.admission = admission;
    this.work = work;
    this.models = models;
  }

  /** Moves the node to its next phase. */
  public void enter(Phase next) {
    phase = next;
  }

  /** The node's phase. */
  public Phase phase() {
    return phase;
  }

  /** Whether the node can serve, and if not, why. */
  public Status status() {
    return switch (phase) {
      case STARTING -> Status.STARTING;
      case DRAINING -> Status.DRAINING;
      case SERVING -> work.get().live() > 0 ? Status.UP : Status.DOWN;
    };
  }

  /** Whether requests should be sent here. */
  public boolean isReady() {
    return status() == Status.UP;
  }

  /**
   * Whether the process should be kept. Not once a worker hangs: nothing can interrupt native code,
   * the client is never answered, and only a new process has all workers.
   */
  public Liveness liveness() {
    WorkStats workers = work.get();
    boolean live = workers.wedged() == 0;
    return new Liveness(live, report(workers, live ? status().name() : WEDGED));
  }

  /** The status with the counts behind it. */
  public JsonObject report() {
    return report(work.get(), status().name());
  }

  /** A model without a live worker cannot serve, however well the others do. */
  private JsonArray models(WorkStats workers, Admission.Stats admitted) {
    JsonArray told = new JsonArray();
    for (int model = 0; model < models.size(); model++) {
      WorkStats.OfModel counts = workers.models().get(model);
      told.add(
          new JsonObject()
              .put("name", models.get(model))
              .put("liveWorkers", counts.live())
              .put("inFlight", admitted.inFlightOf().get(model))
              .put("queued", counts.queued())
              .put("serviceMs", TimeUnit.NANOSECONDS.toMillis(counts.serviceNanos())));
    }
    return told;
  }

  private JsonObject report(WorkStats workers, String status) {
    Admission.Stats admitted = admission.stats();
    return new JsonObject()
        .put("status", status)
        .put("model", models.get(0))
        .put("models", models(workers, admitted))
        .put(
            "workers",
            new JsonObject()
                .put("total", workers.workers())
                .put("idle", workers.idle())
                .put("busy", workers.busy())
                .put("wedged", workers.wedged())
                .put("rebuilding", workers.rebuilding())
                .put("oldestWorkMs", TimeUnit.NANOSECONDS.toMillis(workers.oldestWorkNanos())))
        .put(
            "admission",
            new JsonObject()
                .put("inFlight", admitted.inFlight())
                .put("permits", admitted.permits())
                .put("uploading", admitted.uploading())
                .put("queued", workers.queued())
                .put("bytesInFlight", admitted.bytesReserved())
                .put("maxBytesInFlight", admitted.maxBytes()));
  }
}
