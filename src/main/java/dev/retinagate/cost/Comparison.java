package dev.retinagate.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A fleet against Rekognition: for which numbers of pictures a month the fleet costs less. Both
 * bills are made of straight lines in the number of pictures, with a kink where a tier ends and
 * where the idle floor ends; between two kinks they meet at most once, so that the meeting points
 * are exact. A fleet whose every picture costs more than Rekognition's last tier may be cheaper in
 * the middle only, hence ranges.
 */
public final class Comparison {

  private final Fleet fleet;
  private final Prices prices;

  /** A comparison at these prices. */
  public Comparison(Fleet fleet, Prices prices) {
    this.fleet = fleet;
    this.prices = prices;
  }

  /**
   * Pictures of a month for which the fleet costs less.
   *
   * @param from this number on
   * @param to this number, {@link Prices#lastPicture} if it is still cheaper there
   */
  public record Range(double from, double to) {}

  /** The ranges, ascending; none if Rekognition is cheaper everywhere. */
  public List<Range> cheaper() {
    List<Range> ranges = new ArrayList<>();
    double[] kinks = kinks();
    double from = difference(0) < 0 ? 0 : -1;
    for (int i = 1; i < kinks.length; i++) {
      double left = difference(kinks[i - 1]);
      double right = difference(kinks[i]);
      if (left < 0 == right < 0) {
        continue;
      }
      double meet = kinks[i - 1] + (kinks[i] - kinks[i - 1]) * left / (left - right);
      if (right < 0) {
        from = meet;
      } else {
        ranges.add(new Range(from, meet));
        from = -1;
      }
    }
    if (from >= 0) {
      ranges.add(new Range(from, prices.lastPicture()));
    }
    return ranges;
  }

  private double[] kinks() {
    return DoubleStream.concat(
            DoubleStream.of(0, fleet.idleFloor()),
            prices.tiers().stream().mapToDouble(Prices.Tier::upTo))
        .filter(kink -> kink <= prices.lastPicture())
        .sorted()
        .distinct()
        .toArray();
  }

  private double difference(double pictures) {
    return fleet.bill(pictures, prices).total() - prices.rekognition(pictures);
  }
}
