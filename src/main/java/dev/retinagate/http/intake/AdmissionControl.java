package dev.retinagate.http.intake;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.Decision;
import dev.retinagate.admission.Reservation;
import dev.retinagate.admission.Ticket;
import dev.retinagate.http.problem.Failure.NotAdmitted;
import dev.retinagate.http.problem.Failure.NotAdmitted.Why;
import dev.retinagate.http.problem.RetryAfter;
import dev.retinagate.telemetry.Health;
import dev.retinagate.worker.WorkStats;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Decides whether an upload may begin, and says of each refusal when the client may try again.
 * Nothing is counted and nothing is answered here. Safe to use from any thread.
 */
public final class AdmissionControl {

  /** Retry-After of a refusal that has nothing to do with load. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Admission admission;
  private final Health health;
  private final Supplier<WorkStats> work;
  private final Transfers transfers;

  /**
   * The control of a node.
   *
   * @param admission the node's bounds
   * @param health whether the node serves at all
   * @param work how long pictures take, and how many wait
   * @param transfers of the node; the slow ones give way
   */
  public AdmissionControl(
      Admission admission, Health health, Supplier<WorkStats> work, Transfers transfers) {
    this.admission = admission;
    this.health = health;
    this.work = work;
    this.transfers = transfers;
  }

  Transfers transfers() {
    return transfers;
  }

  /** Whether an upload may begin. */
  sealed interface Entry permits Admitted, Refused {}

  /**
   * The upload may begin.
   *
   * @param ticket the caller's to release when the upload has ended
   * @param reservation the caller's to release when neither pictures nor answer are held any more
   */
  record Admitted(Ticket ticket, Reservation reservation) implements Entry {}

  /** The upload may not begin. */
  record Refused(NotAdmitted failure) implements Entry {}

  /**
   * Asks whether an upload may begin.
   *
   * @param address the caller's
   * @param bytes to reserve to begin with
   * @param maxWait how long the picture may wait for a worker; an upload that would wait longer is
   *     refused now, while its client still has time to ask another node
   */
  Entry tryBegin(String address, long bytes, Duration maxWait) {
    return switch (health.status()) {
      case STARTING -> refused(Why.STARTING, SOON);
      case DRAINING -> refused(Why.DRAINING, SOON);
      case DOWN -> refused(Why.NO_WORKER, SOON);
      case UP -> admit(address, bytes, maxWait);
    };
  }

  private Entry admit(String address, long bytes, Duration maxWait) {
    Duration wait = work.get().expectedTurn(admission.stats().inFlight());
    if (wait.compareTo(maxWait) > 0) {
      return refused(Why.TOO_LATE, wait.minus(maxWait));
    }
    Decision decision = admission.tryBeginUpload(address, bytes);
    if (decision == Decision.Refused.NO_BYTES && transfers.makeRoom(address, bytes)) {
      decision = admission.tryBeginUpload(address, bytes);
    }
    if (decision instanceof Decision.Granted granted) {
      return new Admitted(granted.ticket(), granted.reservation());
    }
    return switch ((Decision.Refused) decision) {
      case FULL -> new Refused(full());
      case NO_BYTES -> new Refused(outOfBytes());
      case DRAINING -> refused(Why.DRAINING, SOON);
    };
  }

  /** The refusal of a picture that has come and finds no permit. */
  NotAdmitted full() {
    return new NotAdmitted(Why.FULL, RetryAfter.of(expectedWait()));
  }

  /** The refusal of an upload, or of an answer, for which there is no memory. */
  NotAdmitted outOfBytes() {
    return new NotAdmitted(Why.NO_BYTES, RetryAfter.of(expectedWait()));
  }

  private Duration expectedWait() {
    return work.get().expectedWait(admission.stats().inFlight());
  }

  private static Entry refused(Why why, Duration wait) {
    return new Refused(new NotAdmitted(why, RetryAfter.of(wait)));
  }
}
