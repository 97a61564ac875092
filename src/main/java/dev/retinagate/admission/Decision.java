package dev.retinagate.admission;

/** What {@link Admission} says to someone who asks. */
public sealed interface Decision {

  /** Come in. */
  record Granted(Ticket ticket, Reservation reservation) implements Decision {}

  /** Not now; and why. */
  enum Refused implements Decision {
    /** Every place is taken. */
    FULL,
    /** There are places, but not as many bytes. */
    NO_BYTES,
    /** The node is on its way out. */
    DRAINING
  }
}
