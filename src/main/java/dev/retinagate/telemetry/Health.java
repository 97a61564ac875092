package dev.retinagate.telemetry;

import dev.retinagate.admission.Admission;
import dev.retinagate.worker.WorkStats;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whether this node can serve. A full node is healthy: replacing it would make matters worse.
 *
 * <p>Safe to use from any thread.
 */
public final class Health {

  /** Where the node is in its life. */
  public enum Phase {
    /** Listening, but no worker is ready yet. */
    STARTING,
    /** Serving. */
    SERVING,
    /** On its way out. */
    DRAINING
  }

  /** What {@code GET /health} answers. */
  public enum Status {
    /** Able to serve, perhaps full. */
    UP,
    /** Not able to serve yet. */
    STARTING,
    /** Not able to serve any more. */
    DRAINING,
    /** No worker is alive; one that hangs is not. */
    DOWN
  }

  /** What {@code GET /health/live} says where {@link Status} would say what does not help. */
  private static final String WEDGED = "WEDGED";

  /**
   * What {@code GET /health/live} answers.
   *
   * @param live whether the process is worth keeping
   * @param report why, with the figures behind it
   */
  public record Liveness(boolean live, JsonObject report) {}

  private final Admission admission;
  private final Supplier<WorkStats> work;
  private final String model;
  private volatile Phase phase = Phase.STARTING;

  /**
   * The health of a node that is starting.
   *
   * @param admission what is in flight
   * @param work how the workers are
   * @param model the name of the model that is served
   */
  public Health(Admission admission, Supplier<WorkStats> work, String model) {
    this.admission = admission;
    this.work = work;
    this.model = model;
  }

  /** The node has come so far. */
  public void enter(Phase next) {
    phase = next;
  }

  /** Where the node is in its life. */
  public Phase phase() {
    return phase;
  }

  /** Whether and why (not) the node can serve. */
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
   * Whether the process is worth keeping. It is not once a worker hangs: nothing can interrupt
   * native code, its picture's client is never answered, and only a new process has all workers.
   */
  public Liveness liveness() {
    WorkStats workers = work.get();
    boolean live = workers.wedged() == 0;
    return new Liveness(live, report(workers, live ? status().name() : WEDGED));
  }

  /** The status with the figures behind it. */
  public JsonObject report() {
    return report(work.get(), status().name());
  }

  private JsonObject report(WorkStats workers, String status) {
    Admission.Stats admitted = admission.stats();
    return new JsonObject()
        .put("status", status)
        .put("model", model)
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
