package dev.retinagate.simulation;

/** A node: workers, a bounded queue, and when it runs. Times are seconds of the day. */
final class Node {

  private final double[] workerFree;
  private final double[] finishes;
  private int inside;
  private double busySeconds;

  /** When the balancer begins to send requests. */
  final double servesFrom;

  /** When its CPU begins to count. */
  final double countsFrom;

  Node(Setup setup, double readyAt) {
    workerFree = new double[setup.workers()];
    finishes = new double[setup.workers() + setup.queue()];
    servesFrom = readyAt + Setup.HEALTHY_SECONDS;
    countsFrom = readyAt + setup.warmupSeconds();
  }

  /**
   * A request.
   *
   * @return seconds that it waits for a worker, negative if the node is full
   */
  double offer(double now, double serviceSeconds) {
    leave(now);
    if (inside == finishes.length) {
      return -1;
    }
    int worker = 0;
    for (int i = 1; i < workerFree.length; i++) {
      if (workerFree[i] < workerFree[worker]) {
        worker = i;
      }
    }
    double start = Math.max(now, workerFree[worker]);
    workerFree[worker] = start + serviceSeconds;
    finishes[inside++] = start + serviceSeconds;
    busySeconds += serviceSeconds;
    return start - now;
  }

  /** Seconds of work taken on since the last call; the work itself may end a little later. */
  double takeBusySeconds() {
    double taken = busySeconds;
    busySeconds = 0;
    return taken;
  }

  private void leave(double now) {
    int kept = 0;
    for (int i = 0; i < inside; i++) {
      if (finishes[i] > now) {
        finishes[kept++] = finishes[i];
      }
    }
    inside = kept;
  }
}
