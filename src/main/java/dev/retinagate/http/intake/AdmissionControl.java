package dev.retinagate.http.intake;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.Decision;
import dev.retinagate.admission.Reservation;
import dev.retinagate.admission.Ticket;
import dev.retinagate.admission.UntakenAnswers;
import dev.retinagate.http.access.KeyGate;
import dev.retinagate.http.problem.Failure.NotAdmitted;
import dev.retinagate.http.problem.Failure.NotAdmitted.Why;
import dev.retinagate.http.problem.RetryAfter;
import dev.retinagate.telemetry.Health;
import dev.retinagate.worker.WorkStats;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides whether an upload may begin: whether its caller is known, and whether the node has room
 * for it. Each refusal has a time after which the client may try again. The caller counts and
 * answers the refusals. Safe to use from any thread.
 */
public final class AdmissionControl {

  /** Retry-After of a refusal that has nothing to do with load. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Admission admission;
  private final Health health;
  private final Supplier<WorkStats> work;
  private final Transfers transfers;
  private final UntakenAnswers untaken;
  private final KeyGate keys;

  /**
   * The control of a node.
   *
   * @param admission the node's bounds
   * @param health whether the node serves requests
   * @param work how long pictures take, and how many wait
   * @param transfers of the node; slow ones are ended for an upload that finds no bytes
   * @param untaken what each client left unread
   * @param keys lets callers pass
   */
  public AdmissionControl(
      Admission admission,
      Health health,
      Supplier<WorkStats> work,
      Transfers transfers,
      UntakenAnswers untaken,
      KeyGate keys) {
    this.admission = admission;
    this.health = health;
    this.work = work;
    this.transfers = transfers;
    this.untaken = untaken;
    this.keys = keys;
  }

  /** Lets callers pass. */
  public KeyGate keys() {
    return keys;
  }

  Transfers transfers() {
    return transfers;
  }

  /** Whether an upload may begin. */
  sealed interface Entry permits Admitted, Refused {}

  /**
   * The upload may begin.
   *
   * @param ticket the caller must release it when the upload has ended
   * @param reservation the caller must release it when the request holds neither pictures nor an
   *     answer
   */
  record Admitted(Ticket ticket, Reservation reservation) implements Entry {}

  /** The upload may not begin. */
  record Refused(NotAdmitted failure) implements Entry {}

  /**
   * Admits or refuses an upload.
   *
   * @param client whose share counts: a key, an address, or a network of IPv6
   * @param model index of the model that looks at the pictures
   * @param bytes to reserve for the beginning of the body
   * @param maxWait how long the picture may wait for a worker. If the expected wait is longer, the
   *     upload is refused now, while its client still has time to ask another node
   */
  Entry tryBegin(String client, int model, long bytes, Duration maxWait) {
    return switch (health.status()) {
      case STARTING -> refused(Why.STARTING, SOON);
      case DRAINING -> refused(Why.DRAINING, SOON);
      case DOWN -> refused(Why.NO_WORKER, SOON);
      case UP ->
          pause(client)
              .<Entry>map(Refused::new)
              .orElseGet(() -> admit(client, model, bytes, maxWait));
    };
  }

  /**
   * The refusal of a client that left too many answers unread. Empty while no other client needs
   * the node: a balancer that is no trusted proxy is one client, and would be refused for all.
   */
  Optional<NotAdmitted> pause(String client) {
    Duration pause = untaken.pause(client);
    return pause.isZero() || admission.isAlone(client)
        ? Optional.empty()
        : Optional.of(new NotAdmitted(Why.UNTAKEN, RetryAfter.of(pause)));
  }

  /** Work on a request of the client begins. The caller must end it. */
  UntakenAnswers.Work beginWork(String client) {
    return untaken.begin(client);
  }

  private Entry admit(String client, int model, long bytes, Duration maxWait) {
    WorkStats stats = work.get();
    if (stats.models().get(model).live() == 0) {
      return refused(Why.NO_WORKER, SOON);
    }
    Duration wait = stats.expectedTurn(model, admission.stats().inFlightOf());
    if (wait.compareTo(maxWait) > 0) {
      return refused(Why.TOO_LATE, wait.minus(maxWait));
    }
    Decision decision = admission.tryBeginUpload(client, model, bytes);
    if (decision == Decision.Refused.NO_BYTES && transfers.makeRoom(client, bytes)) {
      decision = admission.tryBeginUpload(client, model, bytes);
    }
    if (decision instanceof Decision.Granted granted) {
      return new Admitted(granted.ticket(), granted.reservation());
    }
    return switch ((Decision.Refused) decision) {
      case FULL -> new Refused(full(model));
      case NO_BYTES -> new Refused(outOfBytes(model));
      case DRAINING -> refused(Why.DRAINING, SOON);
    };
  }

  /** The refusal of a picture, complete or still arriving, for which no permit is free. */
  NotAdmitted full(int model) {
    return new NotAdmitted(Why.FULL, RetryAfter.of(expectedWait(model)));
  }

  /** The refusal of an upload, or of an answer, for which there is no memory. */
  NotAdmitted outOfBytes(int model) {
    return new NotAdmitted(Why.NO_BYTES, RetryAfter.of(expectedWait(model)));
  }

  private Duration expectedWait(int model) {
    return work.get().expectedWait(model, admission.stats().inFlightOf());
  }

  private static Entry refused(Why why, Duration wait) {
    return new Refused(new NotAdmitted(why, RetryAfter.of(wait)));
  }
}
