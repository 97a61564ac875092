package dev.retinagate.node;

import dev.retinagate.worker.Lane;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The threads of workers, each the only one of a pool of its own.
 *
 * <p>Threads outlive workers: MXNet keeps temporary memory for each thread that ever computed, and
 * frees it only when the process ends. So the thread of a worker that has ended is used again, by a
 * worker of the same lane: a thread of the slow lane cannot get its priority back, and one that
 * divides pictures cannot change its number of engine threads.
 *
 * <p>Safe to use from any thread.
 */
final class WorkerThreads {

  /** A large network on a slow core takes seconds; a worker that takes longer than this hangs. */
  static final long BLOCKED_SECONDS = 120;

  private final Map<Lane, Deque<String>> spare = new EnumMap<>(Lane.class);

  /**
   * Holds the pools, whose threads would end with a worker. Vert.x closes one that was collected.
   */
  private final Map<String, WorkerExecutor> pools = new HashMap<>();

  /** The name of a pool whose thread no worker has. */
  synchronized String take(Vertx vertx, Lane lane) {
    String free = spare.computeIfAbsent(lane, none -> new ArrayDeque<>()).poll();
    if (free != null) {
      return free;
    }
    String name = "detector-" + pools.size();
    pools.put(name, vertx.createSharedWorkerExecutor(name, 1, BLOCKED_SECONDS, TimeUnit.SECONDS));
    return name;
  }

  /** The worker that had the thread has ended. */
  synchronized void giveBack(String thread, Lane lane) {
    spare.get(lane).push(thread);
  }
}
