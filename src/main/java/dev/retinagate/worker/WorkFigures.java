package dev.retinagate.worker;

import java.time.Duration;

/**
 * A look at the dispatcher, of one moment.
 *
 * @param workers how many there are
 * @param idle how many wait for work
 * @param busy how many work
 * @param queued how many jobs wait
 * @param serviceNanos recent time a worker needs for a picture; 0 before the first
 */
public record WorkFigures(int workers, int idle, int busy, int queued, long serviceNanos) {

  /** Assumed until the first picture has been measured. */
  private static final long UNKNOWN_SERVICE_NANOS = Duration.ofMillis(100).toNanos();

  /** Workers with a detector that can be used. */
  public int live() {
    return idle + busy;
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
