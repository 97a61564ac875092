package dev.retinagate.admission;

import java.util.concurrent.atomic.AtomicBoolean;

/** One place in the node: held for a picture that is here until the work on it ends. */
public final class Permit {

  private final Admission admission;
  private final AtomicBoolean released = new AtomicBoolean();

  Permit(Admission admission) {
    this.admission = admission;
  }

  /** Gives the place back. Idempotent; from any thread. */
  public void release() {
    if (released.compareAndSet(false, true)) {
      admission.returnPlace();
    }
  }
}
