package dev.retinagate.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of each worker of a lane (idle, busy since a time, at rest), the models that it has a
 * detector of, and how long a picture of each model takes. Owned by one thread.
 *
 * <p>Idle workers are taken last in, first out: the worker that worked last has the warmest caches.
 */
final class Roster {

  /** Weight of the newest measurement: about the last ten pictures count. */
  private static final double NEWEST_WEIGHT = 0.2;

  private static final BitSet NONE = new BitSet();

  private final int workers;
  private final Deque<Integer> idle = new ArrayDeque<>();
  private final Map<Integer, Work> busy = new HashMap<>();

  /**
   * By worker, the models that it has a detector of; a worker that was replaced has no entry. The
   * sets never change: snapshots hold them.
   */
  private final Map<Integer, BitSet> fit = new HashMap<>();

  private final long[] serviceNanos;

  /**
   * A roster without workers yet.
   *
   * @param workers to come
   * @param models number of models
   */
  Roster(int workers, int models) {
    this.workers = workers;
    this.serviceNanos = new long[models];
  }

  /**
   * Work on a picture.
   *
   * @param expectedNanos how long it was expected to take when it began
   */
  record Work(int model, long sinceNanos, long expectedNanos) {}

  /**
   * A worker has detectors of these models and is idle.
   *
   * @return whether it had lost one of them before
   */
  boolean ready(int worker, BitSet models) {
    BitSet before = fit.put(worker, (BitSet) models.clone());
    busy.remove(worker);
    idle.remove(worker);
    if (!models.isEmpty()) {
      idle.push(worker);
    }
    return before != null && before.cardinality() < models.cardinality();
  }

  /** A worker takes the place of another, which gets no more work and may be busy still. */
  void replace(int old, int worker, BitSet models) {
    fit.remove(old);
    idle.remove(old);
    ready(worker, models);
  }

  /** Whether the worker has a place here, which no other has taken. */
  boolean has(int worker) {
    return fit.containsKey(worker);
  }

  /** Whether an idle worker has a detector of the model. */
  boolean hasIdle(int model) {
    return idle.stream().anyMatch(worker -> isFit(worker, model));
  }

  /** Workers to come, or there. */
  int workers() {
    return workers;
  }

  /** Workers that have a job. */
  int busy() {
    return busy.size();
  }

  /** Whether this worker is idle and has a detector of the model. */
  boolean isIdle(int worker, int model) {
    return idle.contains(worker) && isFit(worker, model);
  }

  /** Takes this worker, which is idle; it is busy from now on. */
  void take(int worker, int model, long nowNanos) {
    idle.remove(worker);
    busy.put(worker, new Work(model, nowNanos, serviceNanos[model]));
  }

  /** Takes an idle worker that has a detector of the model; it is busy from now on. */
  int takeAny(int model, long nowNanos) {
    int worker = idle.stream().filter(one -> isFit(one, model)).findFirst().orElseThrow();
    take(worker, model, nowNanos);
    return worker;
  }

  /** What a worker works on; null if it is not busy. */
  Work work(int worker) {
    return busy.get(worker);
  }

  /** A worker's work has ended: it is idle, unless another has taken its place. */
  void ended(int worker) {
    busy.remove(worker);
    if (!fit.getOrDefault(worker, NONE).isEmpty() && !idle.contains(worker)) {
      idle.push(worker);
    }
  }

  /** A worker has lost its detector of the model; it gets no such job until it has a new one. */
  void lost(int worker, int model) {
    fit.computeIfPresent(
        worker,
        (same, models) -> {
          BitSet left = (BitSet) models.clone();
          left.clear(model);
          return left;
        });
    ended(worker);
  }

  /** A worker does not answer any more. */
  void gone(int worker) {
    busy.remove(worker);
    idle.remove(worker);
    fit.computeIfPresent(worker, (same, models) -> NONE);
  }

  /** An idle worker gets no job until it is ready again; false if it is busy. */
  boolean tryRest(int worker) {
    if (busy.containsKey(worker)) {
      return false;
    }
    idle.remove(worker);
    return true;
  }

  /** Workers that have a detector of the model. */
  int fit(int model) {
    return (int) fit.values().stream().filter(models -> models.get(model)).count();
  }

  /** Those of them that work on pictures which are expected to take at least so long. */
  int fitAndBusy(int model, long minNanos) {
    return (int)
        busy.entrySet().stream()
            .filter(entry -> isFit(entry.getKey(), model))
            .filter(entry -> serviceNanos[entry.getValue().model()] >= minNanos)
            .count();
  }

  private boolean isFit(int worker, int model) {
    return fit.getOrDefault(worker, NONE).get(model);
  }

  /** Counts the time that one picture of the model took. */
  void measured(int model, long nanos) {
    long before = serviceNanos[model];
    serviceNanos[model] =
        before == 0 ? nanos : Math.round(before + NEWEST_WEIGHT * (nanos - before));
  }

  /** Recent time that a worker needs for a picture of the model; 0 before the first. */
  long serviceNanos(int model) {
    return serviceNanos[model];
  }

  /**
   * The state of this moment.
   *
   * @param queued by model, jobs that wait
   */
  WorkSnapshot snapshot(List<Integer> queued) {
    List<WorkSnapshot.Busy> working = new ArrayList<>();
    busy.forEach(
        (worker, work) ->
            working.add(new WorkSnapshot.Busy(work.sinceNanos(), fit.getOrDefault(worker, NONE))));
    return new WorkSnapshot(
        workers,
        idle.stream().map(fit::get).toList(),
        working,
        queued,
        Arrays.stream(serviceNanos).boxed().toList());
  }
}
