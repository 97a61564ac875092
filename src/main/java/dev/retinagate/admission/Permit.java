package dev.retinagate.admission;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right of one picture to be queued and worked on: held until the work on it ends. */
public final class Permit {

  private final Admission admission;
  private final String client;
  private final int model;
  private final AtomicBoolean released = new AtomicBoolean();

  Permit(Admission admission, String client, int model) {
    this.admission = admission;
    this.client = client;
    this.model = model;
  }

  /** Returns the permit. Idempotent; from any thread. */
  public void release() {
    if (released.compareAndSet(false, true)) {
      admission.returnPermit(client, model);
    }
  }
}
