package dev.retinagate.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The state that the dispatcher's thread publishes on each change, for other threads to read, which
 * change nothing in it. A wedged worker causes no further change, so its time is computed when the
 * state is read.
 *
 * @param workers number of workers
 * @param idle of each worker that waits for a job, the models that it has a detector of
 * @param busy workers that have a job
 * @param queued by model, jobs that wait
 * @param serviceNanos by model, recent time that a worker needs for a picture; 0 before the first
 */
record WorkSnapshot(
    int workers,
    List<BitSet> idle,
    List<Busy> busy,
    List<Integer> queued,
    List<Long> serviceNanos) {

  /**
   * A worker that has a job.
   *
   * @param sinceNanos when it began, in the dispatcher's time
   * @param models that it has a detector of; none if another worker has taken its place
   */
  record Busy(long sinceNanos, BitSet models) {}

  /** With one of the idle workers' places taken since this time. */
  WorkSnapshot withAnotherBusy(long sinceNanos) {
    BitSet models = idle.isEmpty() ? new BitSet() : idle.get(0);
    List<Busy> more = new ArrayList<>(busy);
    more.add(new Busy(sinceNanos, models));
    return new WorkSnapshot(
        workers,
        idle.subList(Math.min(1, idle.size()), idle.size()),
        List.copyOf(more),
        queued,
        serviceNanos);
  }

  /**
   * The counts of one moment.
   *
   * @param nowNanos the moment, in the dispatcher's time
   * @param wedgedAfter a worker that has worked on one picture for longer is wedged
   */
  WorkStats at(long nowNanos, Duration wedgedAfter) {
    int[] live = new int[serviceNanos.size()];
    idle.forEach(models -> count(models, live));
    int wedged = 0;
    long oldestNanos = 0;
    for (Busy one : busy) {
      long workedNanos = nowNanos - one.sinceNanos();
      oldestNanos = Math.max(oldestNanos, workedNanos);
      if (workedNanos > wedgedAfter.toNanos()) {
        wedged++;
      } else {
        count(one.models(), live);
      }
    }
    List<WorkStats.OfModel> models = new ArrayList<>();
    for (int model = 0; model < live.length; model++) {
      models.add(new WorkStats.OfModel(live[model], queued.get(model), serviceNanos.get(model)));
    }
    return new WorkStats(workers, idle.size(), busy.size() - wedged, wedged, oldestNanos, models);
  }

  private static void count(BitSet models, int[] live) {
    models.stream().forEach(model -> live[model]++);
  }
}
