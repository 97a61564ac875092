package dev.retinagate.cost;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prices of a day and a region, in USD. Immutable.
 *
 * @param asOf the day on which they were noted
 * @param region of AWS
 * @param instanceHour an hour of a running instance, by type
 * @param balancer its two prices
 * @param gatewayHour an hour of a NAT gateway
 * @param diskGibMonth a GiB of disk for a month
 * @param outGigabyte a GB that leaves AWS
 * @param tiers Rekognition's, by ascending bound
 */
public record Prices(
    String asOf,
    String region,
    Map<String, Double> instanceHour,
    Balancer balancer,
    double gatewayHour,
    double diskGibMonth,
    double outGigabyte,
    List<Tier> tiers) {

  /** AWS's own month: 365 × 24 ÷ 12. */
  public static final double HOURS_OF_A_MONTH = 730;

  /**
   * A balancer.
   *
   * @param hour an hour of it
   * @param gigabyte a GB through it, in either direction
   */
  public record Balancer(double hour, double gigabyte) {}

  /**
   * A tier of Rekognition.
   *
   * @param upTo pictures of a month up to which the price holds
   * @param picture price of one
   */
  public record Tier(double upTo, double picture) {}

  /** Copies the collections; the types are in the order of their names. */
  public Prices {
    instanceHour = Collections.unmodifiableMap(new TreeMap<>(instanceHour));
    tiers = List.copyOf(tiers);
  }

  /** Pictures of a month up to which Rekognition's price is known. */
  public double lastPicture() {
    return tiers.get(tiers.size() - 1).upTo();
  }

  /**
   * What Rekognition's DetectLabels costs for a month: each tier's pictures at that tier's price.
   *
   * @param pictures of the month, 0 to {@link #lastPicture}
   */
  public double rekognition(double pictures) {
    double sum = 0;
    double below = 0;
    for (Tier tier : tiers) {
      sum += Math.max(0, Math.min(pictures, tier.upTo()) - below) * tier.picture();
      below = tier.upTo();
    }
    return sum;
  }
}
