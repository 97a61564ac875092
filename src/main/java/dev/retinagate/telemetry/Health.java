package dev.retinagate.telemetry;

import dev.retinagate.admission.Admission;
import dev.retinagate.worker.WorkFigures;
import io.vertx.core.json.JsonObject;
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
    /** No worker is alive. */
    DOWN
  }

  private final Admission admission;
  private final Supplier<WorkFigures> work;
  private final String model;
  private volatile Phase phase = Phase.STARTING;

  /**
   * The health of a node that is starting.
   *
   * @param admission what is in flight
   * @param work how the workers are
   * @param model the name of the model that is served
   */
  public Health(Admission admission, Supplier<WorkFigures> work, String model) {
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

  /** The status with the figures behind it. */
  public JsonObject report() {
    WorkFigures workers = work.get();
    Admission.Figures admitted = admission.figures();
    return new JsonObject()
        .put("status", status().name())
        .put("model", model)
        .put(
            "workers",
            new JsonObject()
                .put("total", workers.workers())
                .put("idle", workers.idle())
                .put("busy", workers.busy())
                .put("rebuilding", workers.workers() - workers.live()))
        .put(
            "admission",
            new JsonObject()
                .put("inFlight", admitted.inFlight())
                .put("places", admitted.places())
                .put("uploading", admitted.uploading())
                .put("queued", workers.queued())
                .put("bytesInFlight", admitted.bytesReserved())
                .put("maxBytesInFlight", admitted.maxBytes()));
  }
}
