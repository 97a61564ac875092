package dev.retinagate.admission;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right of one picture to be queued and worked on: held until the work on it ends. */
public final class Permit {

  private final Admission admission;
  private final String client;
  private final AtomicBoolean released = new AtomicBoolean();

  Permit(Admission admission, String client) {
    this.admission = admission;
    this.client = client;
  }

  /** Returns the permit. Idempotent; from any thread. */
  public void release() {
    if (released.compareAndSet(false, true)) {
      admission.returnPermit(client);
    }
  }
}
