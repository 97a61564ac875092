package dev.retinagate.admission;

/** The answer of {@link Admission#tryBeginUpload}. */
public sealed interface Decision {

  /** Admitted. */
  record Granted(Ticket ticket, Reservation reservation) implements Decision {}

  /** Not admitted, and the reason. */
  enum Refused implements Decision {
    /** Every permit is held. */
    FULL,
    /** A permit is free, but too few bytes are. */
    NO_BYTES,
    /** The node is shutting down. */
    DRAINING
  }
}
