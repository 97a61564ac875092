package dev.retinagate.cost;

/**
 * Nodes behind a balancer, and what they cost for a month of V pictures. With H = 730 hours:
 *
 * <pre>
 * node-hours = max(minNodes × H, V ÷ (3600 × picturesPerSecond × utilisation))
 * nodes      = node-hours × price of an hour
 * disks      = node-hours ÷ H × diskGib × price of a GiB and month
 * balancer   = H × price of an hour + V × (pictureBytes + answerBytes) ÷ 10⁹ × price of a GB
 * network    = H × gateways × price of an hour + V × answerBytes ÷ 10⁹ × price of a GB out
 * </pre>
 *
 * <p>Node-hours are a mean over the month, hence not whole nodes. The hours of a node that starts
 * or drains are paid as well: they lower the utilisation.
 *
 * @param instanceHour price of a node's hour in USD
 * @param picturesPerSecond measured on one such node at its capacity, above 0
 * @param utilisation pictures answered ÷ pictures that the paid node-hours could have answered,
 *     above 0, at most 1
 * @param minNodes nodes that run when nothing is asked, at least 1
 * @param diskGib of a node
 * @param pictureBytes of an upload in the mean
 * @param answerBytes of an answer in the mean, with its headers
 * @param gateways NAT gateways
 */
public record Fleet(
    double instanceHour,
    double picturesPerSecond,
    double utilisation,
    int minNodes,
    int diskGib,
    double pictureBytes,
    double answerBytes,
    int gateways) {

  private static final double SECONDS_OF_AN_HOUR = 3600;
  private static final double BYTES_OF_A_GIGABYTE = 1e9;

  /**
   * A fleet.
   *
   * @throws IllegalArgumentException naming the value that is out of its range
   */
  public Fleet {
    check(picturesPerSecond > 0 && picturesPerSecond <= 1e6, "pictures a second: above 0");
    check(utilisation > 0 && utilisation <= 1, "utilisation: above 0, at most 1");
    check(minNodes >= 1, "nodes: at least 1");
    check(diskGib >= 0, "disk: at least 0 GiB");
    check(pictureBytes >= 0 && answerBytes >= 0, "bytes of a picture and an answer: at least 0");
    check(gateways >= 0, "gateways: at least 0");
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  /**
   * A month's bill.
   *
   * @param nodes in the mean
   * @param nodesUsd their hours
   * @param disksUsd their disks
   * @param balancerUsd its hours and bytes
   * @param networkUsd gateways, and answers that leave AWS
   */
  public record Bill(
      double nodes, double nodesUsd, double disksUsd, double balancerUsd, double networkUsd) {

    /** All of it, in USD. */
    public double total() {
      return nodesUsd + disksUsd + balancerUsd + networkUsd;
    }
  }

  /** Pictures of a month up to which the fewest nodes are enough: what is idle below is paid. */
  public double idleFloor() {
    return minNodes * Prices.HOURS_OF_A_MONTH * picturesOfANodeHour();
  }

  /**
   * The bill of a month.
   *
   * @param pictures of the month, at least 0
   */
  public Bill bill(double pictures, Prices prices) {
    double hours = Math.max(minNodes * Prices.HOURS_OF_A_MONTH, pictures / picturesOfANodeHour());
    double nodes = hours / Prices.HOURS_OF_A_MONTH;
    double throughGigabytes = pictures * (pictureBytes + answerBytes) / BYTES_OF_A_GIGABYTE;
    double outGigabytes = pictures * answerBytes / BYTES_OF_A_GIGABYTE;
    return new Bill(
        nodes,
        hours * instanceHour,
        nodes * diskGib * prices.diskGibMonth(),
        Prices.HOURS_OF_A_MONTH * prices.balancer().hour()
            + throughGigabytes * prices.balancer().gigabyte(),
        Prices.HOURS_OF_A_MONTH * gateways * prices.gatewayHour()
            + outGigabytes * prices.outGigabyte());
  }

  private double picturesOfANodeHour() {
    return SECONDS_OF_AN_HOUR * picturesPerSecond * utilisation;
  }
}
