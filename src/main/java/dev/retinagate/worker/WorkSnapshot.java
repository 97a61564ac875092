package dev.retinagate.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The state that the dispatcher's thread publishes on each change, for other threads to read. A
 * wedged worker causes no further change, so its time is computed when the state is read.
 *
 * @param workers number of workers
 * @param idle workers that wait for a job
 * @param busySinceNanos when each busy worker began, in the dispatcher's time
 * @param queued jobs that wait
 * @param serviceNanos recent time that a worker needs for a picture; 0 before the first
 */
record WorkSnapshot(
    int workers, int idle, List<Long> busySinceNanos, int queued, long serviceNanos) {

  /** With one of the idle workers' places taken since this time. */
  WorkSnapshot withAnotherBusy(long sinceNanos) {
    List<Long> busy = new ArrayList<>(busySinceNanos);
    busy.add(sinceNanos);
    return new WorkSnapshot(
        workers, Math.max(0, idle - 1), List.copyOf(busy), queued, serviceNanos);
  }

  /**
   * The counts of one moment.
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
