package dev.retinagate.simulation;

/**
 * Two policies of target tracking over one group, as AWS describes them; where AWS is silent, what
 * is assumed is said.
 *
 * <ul>
 *   <li>Metrics are of whole minutes, and are seen {@link #DELAY_MINUTES} later (assumed).
 *   <li>Out: a metric above its target for 3 minutes in a row. The new size is nodes × metric ÷
 *       target, rounded up; the policy that asks for more wins. Nodes that still start are not
 *       ordered twice.
 *   <li>In: both metrics below 0.9 of their targets for 15 minutes in a row (alarms as CloudWatch
 *       shows them), and no node is starting. After it the 15 minutes begin anew (assumed).
 * </ul>
 */
final class TargetTracking {

  static final int DELAY_MINUTES = 1;

  private static final int OUT_MINUTES = 3;
  private static final int IN_MINUTES = 15;
  private static final double IN_BELOW = 0.9;

  /**
   * A minute's metrics.
   *
   * @param requests of all clients in it, refused ones included
   * @param targets healthy nodes
   * @param cpu average share of the nodes that count, 0 to 1
   * @param counting how many those are
   */
  record Minute(double requests, int targets, double cpu, int counting) {}

  private final double requestTarget;
  private final double cpuTarget;
  private int requestsAbove;
  private int cpuAbove;
  private int below;

  /**
   * Policies.
   *
   * @param requestTarget requests a minute and node
   * @param cpuTarget share, 0 to 1
   */
  TargetTracking(double requestTarget, double cpuTarget) {
    this.requestTarget = requestTarget;
    this.cpuTarget = cpuTarget;
  }

  /**
   * The size that the group should have, within no bounds.
   *
   * @param desired its present one
   * @param starting whether a node of it does not count yet
   */
  int desired(Minute minute, int desired, boolean starting) {
    double perTarget = minute.requests() / Math.max(1, minute.targets());
    requestsAbove = perTarget > requestTarget ? requestsAbove + 1 : 0;
    cpuAbove = minute.cpu() > cpuTarget ? cpuAbove + 1 : 0;
    boolean low = perTarget < IN_BELOW * requestTarget && minute.cpu() < IN_BELOW * cpuTarget;
    below = low ? below + 1 : 0;
    int byRequests = (int) Math.ceil(minute.requests() / requestTarget);
    int byCpu = (int) Math.ceil(minute.counting() * minute.cpu() / cpuTarget);
    int wanted = desired;
    if (requestsAbove >= OUT_MINUTES) {
      wanted = Math.max(wanted, byRequests);
    }
    if (cpuAbove >= OUT_MINUTES) {
      wanted = Math.max(wanted, byCpu);
    }
    if (wanted == desired && below >= IN_MINUTES && !starting) {
      wanted = Math.min(desired, Math.max(byRequests, byCpu));
      below = 0;
    }
    return wanted;
  }
}
