package dev.retinagate.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The state of each worker (idle, busy since a time, without a detector) and how long a picture
 * takes. Owned by one thread.
 *
 * <p>Idle workers are taken last in, first out: the worker that worked last has the warmest caches.
 */
final class Roster {

  /** Weight of the newest measurement: about the last ten pictures count. */
  private static final double NEWEST_WEIGHT = 0.2;

  private final int workers;
  private final Deque<Integer> idle = new ArrayDeque<>();
  private final Map<Integer, Long> busySinceNanos = new HashMap<>();
  private final Set<Integer> lost = new HashSet<>();
  private long serviceNanos;

  Roster(int workers) {
    this.workers = workers;
  }

  /**
   * A worker has a detector and is idle.
   *
   * @return whether it had lost its detector before
   */
  boolean ready(int worker) {
    busySinceNanos.remove(worker);
    if (!idle.contains(worker)) {
      idle.push(worker);
    }
    return lost.remove(worker);
  }

  boolean hasIdle() {
    return !idle.isEmpty();
  }

  int busy() {
    return busySinceNanos.size();
  }

  /** Recent time that a worker needs for a picture; 0 before the first. */
  long serviceNanos() {
    return serviceNanos;
  }

  /** Takes this worker if it is idle; it is busy then. */
  boolean takeIfIdle(int worker, long nowNanos) {
    if (!idle.remove(worker)) {
      return false;
    }
    busySinceNanos.put(worker, nowNanos);
    return true;
  }

  /** Takes an idle worker; it is busy from now on. */
  int take(long nowNanos) {
    int worker = idle.pop();
    busySinceNanos.put(worker, nowNanos);
    return worker;
  }

  /** A worker has lost its detector; it gets no job until it is ready again. */
  void lost(int worker) {
    busySinceNanos.remove(worker);
    idle.remove(worker);
    lost.add(worker);
  }

  /** Counts the time that one picture took. */
  void measured(long nanos) {
    serviceNanos =
        serviceNanos == 0
            ? nanos
            : Math.round(serviceNanos + NEWEST_WEIGHT * (nanos - serviceNanos));
  }

  WorkSnapshot snapshot(int queued) {
    return new WorkSnapshot(
        workers, idle.size(), List.copyOf(busySinceNanos.values()), queued, serviceNanos);
  }
}
