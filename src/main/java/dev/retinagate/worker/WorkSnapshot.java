package dev.retinagate.worker;

import java.time.Duration;
import java.util.List;

/**
 * What the dispatcher's thread publishes on each change, for others to look at. A wedged worker
 * changes nothing any more: how long it has worked can only be told at the moment of asking.
 *
 * @param workers how many there are
 * @param idle how many wait for work
 * @param busySinceNanos when each working one began, in the dispatcher's time
 * @param queued how many jobs wait
 * @param serviceNanos recent time a worker needs for a picture; 0 before the first
 */
record WorkSnapshot(
    int workers, int idle, List<Long> busySinceNanos, int queued, long serviceNanos) {

  /**
   * The figures of this moment.
   *
   * @param nowNanos the moment, in the dispatcher's time
   * @param wedgedAfter a worker that has worked on one picture for longer is wedged
   */
  WorkStats at(long nowNanos, Duration wedgedAfter) {
    int wedged = 0;
    long oldestNanos = 0;
    for (long since : busySinceNanos) {
      long workedNanos = nowNanos - since;
      oldestNanos = Math.max(oldestNanos, workedNanos);
      if (workedNanos > wedgedAfter.toNanos()) {
        wedged++;
      }
    }
    return new WorkStats(
        workers, idle, busySinceNanos.size() - wedged, wedged, queued, serviceNanos, oldestNanos);
  }
}
