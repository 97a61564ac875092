package dev.retinagate.http.intake;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.Decision;
import dev.retinagate.admission.Permit;
import dev.retinagate.admission.Reservation;
import dev.retinagate.admission.Ticket;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.problem.Failure.NotAdmitted;
import dev.retinagate.http.problem.Failure.NotAdmitted.Why;
import dev.retinagate.http.problem.RetryAfter;
import dev.retinagate.telemetry.GatewayMeters;
import dev.retinagate.telemetry.Health;
import dev.retinagate.worker.WorkStats;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Lets pictures in, or says why not and when to come again. */
public final class AdmissionControl {

  /** For what has nothing to do with load; the least that {@code Retry-After} can say. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Admission admission;
  private final Health health;
  private final Supplier<WorkStats> work;
  private final GatewayMeters meters;

  public AdmissionControl(
      Admission admission, Health health, Supplier<WorkStats> work, GatewayMeters meters) {
    this.admission = admission;
    this.health = health;
    this.work = work;
    this.meters = meters;
  }

  /**
   * Asks whether an upload may begin.
   *
   * @param bytes to reserve to begin with
   * @param patience how long the picture may wait for its turn; who would wait longer is turned
   *     away now, while there is still time to ask another node
   * @throws FailedRequest if not
   */
  Entry enter(long bytes, Duration patience) throws FailedRequest {
    return switch (health.status()) {
      case STARTING -> throw refused(Why.STARTING, SOON);
      case DRAINING -> throw refused(Why.DRAINING, SOON);
      case DOWN -> throw refused(Why.NO_WORKER, SOON);
      case UP -> admit(bytes, patience);
    };
  }

  private Entry admit(long bytes, Duration patience) throws FailedRequest {
    Duration turn = work.get().expectedTurn(admission.figures().inFlight());
    if (turn.compareTo(patience) > 0) {
      throw refused(Why.TOO_LATE, turn.minus(patience));
    }
    Decision decision = admission.tryEnter(bytes);
    if (decision instanceof Decision.Granted granted) {
      return new Entry(granted.ticket(), granted.reservation());
    }
    throw switch ((Decision.Refused) decision) {
      case FULL -> refused(Why.FULL, expectedWait());
      case NO_BYTES -> refused(Why.NO_BYTES, expectedWait());
      case DRAINING -> refused(Why.DRAINING, SOON);
    };
  }

  /** Takes a place for a picture of an upload that has been let in, or says why there is none. */
  Place place(Ticket ticket) {
    Optional<Permit> permit = ticket.tryPlace();
    return permit.isPresent()
        ? new Place(permit, Optional.empty())
        : new Place(permit, Optional.of(refused(Why.FULL, expectedWait()).failure()));
  }

  /** The upload has outgrown the memory. */
  public Failure outOfBytes() {
    return refused(Why.NO_BYTES, expectedWait()).failure();
  }

  private Duration expectedWait() {
    return work.get().expectedWait(admission.figures().inFlight());
  }

  private FailedRequest refused(Why why, Duration wait) {
    meters.rejected(why.name().toLowerCase(Locale.ROOT));
    return new FailedRequest(new NotAdmitted(why, RetryAfter.of(wait)));
  }

  /** What an upload has got. */
  record Entry(Ticket ticket, Reservation reservation) {}

  /** A place or the reason why not: exactly one of the two is there. */
  record Place(Optional<Permit> permit, Optional<Failure> failure) {}
}
