package dev.retinagate.admission;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** An upload that was admitted: held from the request's headers until its pictures have arrived. */
public final class Ticket {

  private final Admission admission;
  private final String client;
  private final int model;
  private final AtomicBoolean released = new AtomicBoolean();

  Ticket(Admission admission, String client, int model) {
    this.admission = admission;
    this.client = client;
    this.model = model;
  }

  /**
   * Tries to acquire a permit for a picture of the upload. Succeeds while the node drains, too: an
   * upload that was admitted is served.
   *
   * @return the permit, which the caller must release when the work on the picture ends; empty if
   *     none is free for the client
   */
  public Optional<Permit> tryAcquire() {
    return admission.tryAcquire(client, model);
  }

  /** Ends the upload, with or without its pictures. Idempotent; from any thread. */
  public void release() {
    if (released.compareAndSet(false, true)) {
      admission.returnTicket();
    }
  }
}
