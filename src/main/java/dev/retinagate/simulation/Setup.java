package dev.retinagate.simulation;

/**
 * What is simulated. Assumed beside it:
 *
 * <ul>
 *   <li>Requests come as a Poisson process, and a refused client does not come back.
 *   <li>A picture's work takes workers ÷ rate in the mean, and between half and one and a half of
 *       it, all equally likely.
 *   <li>The balancer sends to a healthy node at random and does not retry a 503 (ALB's {@code
 *       weighted_random}). It needs {@link #HEALTHY_SECONDS} to find a new node healthy.
 *   <li>A node that goes gets no request from then on, and is paid for {@link #DRAIN_SECONDS} more.
 *   <li>No node fails.
 * </ul>
 *
 * @param picturesPerSecond measured capacity of a node, above 0
 * @param workers of a node, at least 1
 * @param queue pictures that may wait on a node, at least 0
 * @param minNodes fewest nodes, at least 1
 * @param maxNodes most nodes, at least the fewest
 * @param startSeconds from the order of a node until it is ready: boot, installation, model
 * @param warmupSeconds after which a ready node counts in the group's CPU ({@code
 *     default_instance_warmup})
 */
public record Setup(
    double picturesPerSecond,
    int workers,
    int queue,
    int minNodes,
    int maxNodes,
    double startSeconds,
    double warmupSeconds) {

  /** Two probes, five seconds apart, and up to two seconds until the first. */
  static final double HEALTHY_SECONDS = 12;

  /** Deregistration delay and the probe period of the drain. */
  static final double DRAIN_SECONDS = 55;

  /**
   * A setup.
   *
   * @throws IllegalArgumentException naming the value that is out of its range
   */
  public Setup {
    check(picturesPerSecond > 0 && picturesPerSecond <= 1e6, "pictures a second: above 0");
    check(workers >= 1 && queue >= 0, "workers: at least 1, and queue: at least 0");
    check(minNodes >= 1 && maxNodes >= minNodes, "nodes: at least 1, and at most no fewer");
    check(startSeconds >= 0 && warmupSeconds >= 0, "seconds: at least 0");
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** Mean seconds of work on a picture. */
  double serviceSeconds() {
    return workers / picturesPerSecond;
  }
}
