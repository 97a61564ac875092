package dev.retinagate.worker;

import java.time.Duration;

/**
 * A look at the dispatcher, of one moment. Each worker is in one of four states: idle, busy,
 * wedged, or without a detector.
 *
 * @param workers how many there are
 * @param idle how many wait for work
 * @param busy how many work, and have not done so for suspiciously long
 * @param wedged how many have worked on one picture for so long that they are not expected to end
 * @param queued how many jobs wait
 * @param serviceNanos recent time a worker needs for a picture; 0 before the first
 * @param oldestWorkNanos how long the picture has been worked on that was begun first; 0 without
 */
public record WorkStats(
    int workers,
    int idle,
    int busy,
    int wedged,
    int queued,
    long serviceNanos,
    long oldestWorkNanos) {

  /** Assumed until the first picture has been measured. */
  private static final long UNKNOWN_SERVICE_NANOS = Duration.ofMillis(100).toNanos();

  /** Workers that can be counted on: with a detector, and not wedged. */
  public int live() {
    return idle + busy;
  }

  /** Workers that have lost their detector, or have none yet. */
  public int rebuilding() {
    return workers - live() - wedged;
  }

  /**
   * How long a picture would wait that came behind others.
   *
   * @param ahead how many are in front, waiting or being worked on
   */
  public Duration expectedWait(int ahead) {
    long service = serviceNanos == 0 ? UNKNOWN_SERVICE_NANOS : serviceNanos;
    return Duration.ofNanos(service * ahead / Math.max(1, live()));
  }

  /**
   * How long until a picture's work would begin that came behind others: none while there are more
   * workers than pictures, and none while it is not known how long a picture takes.
   *
   * @param ahead how many are in front, waiting or being worked on
   */
  public Duration expectedTurn(int ahead) {
    return serviceNanos == 0 ? Duration.ZERO : expectedWait(Math.max(0, ahead - live() + 1));
  }
}
