package dev.retinagate.client.upload;

import java.time.Duration;

/** How often cameras are asked: more seldom while the node refuses pictures as full. Pure. */
final class Rhythm {

  private static final double SLOWER = 1.5;
  private static final double FASTER = 0.9;
  private static final int MAX_FACTOR = 16;

  private final Duration every;
  private double factor = 1;

  Rhythm(Duration every) {
    this.every = every;
  }

  /** The time from one picture of a camera to its next. */
  Duration interval() {
    return Duration.ofNanos(Math.round(every.toNanos() * factor));
  }

  /** Whether the node keeps up. */
  boolean isSlowed() {
    return factor > 1;
  }

  /** A picture was answered. */
  void answered(boolean refused) {
    factor = refused ? Math.min(MAX_FACTOR, factor * SLOWER) : Math.max(1, factor * FASTER);
  }
}
