package dev.retinagate.http;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.Decision;
import dev.retinagate.admission.Permit;
import dev.retinagate.admission.Reservation;
import dev.retinagate.http.Failure.NotAdmitted;
import dev.retinagate.http.Failure.NotAdmitted.Why;
import dev.retinagate.telemetry.GatewayMeters;
import dev.retinagate.telemetry.Health;
import dev.retinagate.worker.WorkFigures;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Lets pictures in, or says why not and when to come again. */
final class Gate {

  /** For what has nothing to do with load; the least that {@code Retry-After} can say. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Admission admission;
  private final Health health;
  private final Supplier<WorkFigures> work;
  private final GatewayMeters meters;

  Gate(Admission admission, Health health, Supplier<WorkFigures> work, GatewayMeters meters) {
    this.admission = admission;
    this.health = health;
    this.work = work;
    this.meters = meters;
  }

  /** Asks for one place, and for bytes to begin with. */
  Entry enter(long bytes) {
    Entry entry =
        switch (health.status()) {
          case STARTING -> out(Why.STARTING, SOON);
          case DRAINING -> out(Why.DRAINING, SOON);
          case DOWN -> out(Why.NO_WORKER, SOON);
          case UP -> admit(bytes);
        };
    if (entry instanceof Entry.Out refused) {
      meters.rejected(refused.failure().why().name().toLowerCase(Locale.ROOT));
    }
    return entry;
  }

  /** There was a place, but the body has outgrown the memory. */
  NotAdmitted outOfBytes() {
    meters.rejected(Why.NO_BYTES.name().toLowerCase(Locale.ROOT));
    return new NotAdmitted(Why.NO_BYTES, expectedWait());
  }

  private Entry admit(long bytes) {
    Decision decision = admission.tryAcquire(bytes);
    if (decision instanceof Decision.Granted granted) {
      return new Entry.In(granted.permit(), granted.reservation());
    }
    return switch ((Decision.Refused) decision) {
      case FULL -> out(Why.FULL, expectedWait());
      case NO_BYTES -> out(Why.NO_BYTES, expectedWait());
      case DRAINING -> out(Why.DRAINING, SOON);
    };
  }

  private Duration expectedWait() {
    return work.get().expectedWait(admission.figures().inFlight());
  }

  private static Entry out(Why why, Duration retryAfter) {
    return new Entry.Out(new NotAdmitted(why, retryAfter));
  }

  /** What the gate says. */
  sealed interface Entry {
    /** Come in. */
    record In(Permit permit, Reservation reservation) implements Entry {}

    /** Not now. */
    record Out(NotAdmitted failure) implements Entry {}
  }
}
