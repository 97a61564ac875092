package dev.retinagate.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Who is idle, who works, and how long a picture takes. Owned by one thread.
 *
 * <p>Idle workers are taken last in, first out: the one that worked last has the warmer caches.
 */
final class Roster {

  /** Weight of the newest measurement: about the last ten pictures count. */
  private static final double NEWEST_WEIGHT = 0.2;

  private final int workers;
  private final Deque<Integer> idle = new ArrayDeque<>();
  private final Set<Integer> busy = new HashSet<>();
  private long serviceNanos;

  Roster(int workers) {
    this.workers = workers;
  }

  /** A worker has a detector, and nothing to do. */
  void ready(int worker) {
    busy.remove(worker);
    if (!idle.contains(worker)) {
      idle.push(worker);
    }
  }

  boolean hasIdle() {
    return !idle.isEmpty();
  }

  /** Takes an idle worker, which is busy from now on. */
  int take() {
    int worker = idle.pop();
    busy.add(worker);
    return worker;
  }

  /** A worker has lost its detector; nothing for it until it is ready again. */
  void lost(int worker) {
    busy.remove(worker);
    idle.remove(worker);
  }

  /** A picture took a worker so long. */
  void measured(long nanos) {
    serviceNanos =
        serviceNanos == 0
            ? nanos
            : Math.round(serviceNanos + NEWEST_WEIGHT * (nanos - serviceNanos));
  }

  WorkFigures figures(int queued) {
    return new WorkFigures(workers, idle.size(), busy.size(), queued, serviceNanos);
  }
}
