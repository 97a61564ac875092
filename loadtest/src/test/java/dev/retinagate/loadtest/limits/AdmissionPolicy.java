package dev.retinagate.loadtest.limits;

import java.util.Optional;

/** Decides who gets in, and learns from what became of them. Times are those of the simulation. */
interface AdmissionPolicy {

  /**
   * Asks for a place.
   *
   * @return to be told when the picture leaves the node; empty if it is refused
   */
  Optional<Place> tryEnter(long nowNanos);

  /** A worker has just spent so long on a picture. */
  void measured(long serviceNanos);

  /** Most pictures that it would have in the node now. */
  int limit();

  /** What a picture holds while it waits and is worked on. */
  interface Place {

    /** It has been answered. */
    void answered(long nowNanos);

    /** It has waited for too long, and was given up. */
    void givenUp(long nowNanos);
  }
}
