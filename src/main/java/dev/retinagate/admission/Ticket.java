package dev.retinagate.admission;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** An upload that has been let in: held from the request's headers until its pictures are here. */
public final class Ticket {

  private final Admission admission;
  private final AtomicBoolean released = new AtomicBoolean();

  Ticket(Admission admission) {
    this.admission = admission;
  }

  /**
   * Takes a place for a picture of the upload. Also while the node drains: who was let in is
   * served.
   *
   * @return the caller's to release when the work on the picture ends; empty if all are taken
   */
  public Optional<Permit> tryPlace() {
    return admission.tryPlace();
  }

  /** The upload has ended, with or without its pictures. Idempotent; from any thread. */
  public void release() {
    if (released.compareAndSet(false, true)) {
      admission.returnTicket();
    }
  }
}
