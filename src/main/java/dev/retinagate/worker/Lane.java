package dev.retinagate.worker;

/** The pictures that a worker takes. */
public enum Lane {
  /** A picture that takes much to decode is refused, and goes on in the slow lane. */
  FAST,

  /** Every picture. The threads have less of a core than those of the fast lane. */
  SLOW,

  /**
   * As {@link #SLOW}, by a worker whose engine has a thread on each core: pictures that are alone
   * in the node go to it.
   */
  DIVIDING
}
