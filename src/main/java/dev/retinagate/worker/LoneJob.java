package dev.retinagate.worker;

import java.time.Duration;
import java.util.Optional;

/**
 * The job that has all cores to itself: while it came no other was there, and none had been for
 * some time. It goes to a worker of the slow lane whose engine has a thread on each core ({@link
 * Lane#DIVIDING}). While it is worked on, one worker of the fast lane less gets a job, so that the
 * node never works on more pictures than it has workers. Owned by the dispatcher's thread.
 *
 * <p>A picture that is divided among the cores takes more of them in all. So a node under load does
 * not divide, even where one picture happens to come in a gap, or other models are in use; nor does
 * it divide a small network, whose every layer is over before an idle core has woken up.
 */
final class LoneJob {

  private static final int QUIET_SERVICE_TIMES = 4;
  private static final long MIN_QUIET_NANOS = Duration.ofMillis(50).toNanos();

  private final Optional<Duration> from;
  private long quietFromNanos = Long.MIN_VALUE;
  private Waiting current;
  private long sinceNanos;

  /**
   * None yet.
   *
   * @param from pictures that take at least this long are divided; empty: none are
   */
  LoneJob(Optional<Duration> from) {
    this.from = from;
  }

  /**
   * Whether a job that comes now may have all cores.
   *
   * @param others whether other jobs wait or are worked on, or other models were asked for lately
   * @param serviceNanos recent time of a picture of the job's model in the fast lane; 0 if unknown
   */
  boolean admits(boolean others, long nowNanos, long serviceNanos) {
    if (others) {
      quietFromNanos = nowNanos + Math.max(MIN_QUIET_NANOS, QUIET_SERVICE_TIMES * serviceNanos);
      return false;
    }
    return current == null
        && nowNanos >= quietFromNanos
        && from.filter(least -> serviceNanos >= least.toNanos()).isPresent();
  }

  void begin(Waiting waiting, long nowNanos) {
    current = waiting;
    sinceNanos = nowNanos;
  }

  /** Whether it is this job; then it has ended. */
  boolean end(Waiting waiting) {
    if (!waiting.equals(current)) {
      return false;
    }
    current = null;
    return true;
  }

  boolean isWorkedOn() {
    return current != null;
  }

  /** When it began, in the dispatcher's time; there has to be one. */
  long sinceNanos() {
    return sinceNanos;
  }
}
