package dev.retinagate.worker;

import java.time.Duration;

/**
 * The dispatcher's counts of one moment. Each worker is in one of four states: idle, busy, wedged,
 * or without a detector.
 *
 * @param workers number of workers
 * @param idle workers that wait for a job
 * @param busy workers that work, and are not wedged
 * @param wedged workers that have worked on one picture for so long that they are not expected to
 *     end
 * @param queued jobs that wait
 * @param serviceNanos recent time that a worker needs for a picture; 0 before the first
 * @param oldestWorkNanos how long the oldest picture in work has been worked on; 0 without one
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

  /** Workers that have a detector and are not wedged. */
  public int live() {
    return idle + busy;
  }

  /** Workers that have lost their detector, or have none yet. */
  public int rebuilding() {
    return workers - live() - wedged;
  }

  /**
   * The expected wait until a new picture's work has ended.
   *
   * @param ahead pictures ahead of it, queued or worked on
   */
  public Duration expectedWait(int ahead) {
    long service = serviceNanos == 0 ? UNKNOWN_SERVICE_NANOS : serviceNanos;
    return Duration.ofNanos(service * ahead / Math.max(1, live()));
  }

  /**
   * The expected wait until a new picture's work begins: zero while there are more workers than
   * pictures, and zero until the first picture has been measured.
   *
   * @param ahead pictures ahead of it, queued or worked on
   */
  public Duration expectedTurn(int ahead) {
    return serviceNanos == 0 ? Duration.ZERO : expectedWait(Math.max(0, ahead - live() + 1));
  }
}
