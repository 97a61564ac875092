package dev.retinagate.http.intake;

import dev.retinagate.admission.Permit;
import dev.retinagate.admission.Ticket;
import dev.retinagate.http.problem.Failure;
import java.util.Optional;

/**
 * The place that an upload has claimed since it began to come: for as long as it may be expected to
 * be complete in a moment. So a client on a fast line is told at once whether there is a place, and
 * one on a slow line holds none while it sends. Owned by the request's event loop.
 */
final class EarlyPermit {

  private final AdmissionControl gate;
  private final Ticket ticket;
  private Optional<Permit> permit = Optional.empty();
  private boolean made;
  private boolean late;

  EarlyPermit(AdmissionControl gate, Ticket ticket) {
    this.gate = gate;
    this.ticket = ticket;
  }

  /** Whether a place was claimed, held or yielded by now. */
  boolean isMade() {
    return made;
  }

  /** Claims a place; answers why there is none. */
  Optional<Failure> make() {
    made = true;
    if (late) {
      // Nobody would take it back: the upload is slow already, or has ended.
      return Optional.empty();
    }
    AdmissionControl.Place place = gate.place(ticket);
    permit = place.permit();
    return place.failure();
  }

  /** The upload is slow or has ended: gives the place back, and claims none any more. */
  void giveBack() {
    late = true;
    permit.ifPresent(Permit::release);
    permit = Optional.empty();
  }

  /** The place for a picture that is here: the one that was claimed, or else any. */
  AdmissionControl.Place take() {
    if (permit.isEmpty()) {
      return gate.place(ticket);
    }
    AdmissionControl.Place claimed = new AdmissionControl.Place(permit, Optional.empty());
    permit = Optional.empty();
    return claimed;
  }
}
