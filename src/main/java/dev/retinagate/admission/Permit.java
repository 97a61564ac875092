package dev.retinagate.admission;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right of one picture to be queued and worked on: held until the work on it ends. */
public final class Permit {

  private final Admission admission;
  private final AtomicBoolean released = new AtomicBoolean();

  Permit(Admission admission) {
    this.admission = admission;
  }

  /** Returns the permit. Idempotent; from any thread. */
  public void release() {
    if (released.compareAndSet(false, true)) {
      admission.returnPermit();
    }
  }
}
