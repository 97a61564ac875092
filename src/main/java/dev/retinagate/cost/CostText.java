package dev.retinagate.cost;

import dev.retinagate.cost.Comparison.Range;
import dev.retinagate.cost.Fleet.Bill;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A comparison as a table of text. */
public final class CostText {

  /** Beside every comparison, of text and plot. */
  static final String LIMITS =
      "A COCO detector has 80 labels, Rekognition thousands: prices are compared, not answers.";

  /** Prices are told for so many pictures. */
  static final double PICTURES = 1000;

  private final StringBuilder text = new StringBuilder();

  private CostText() {}

  /**
   * The table: a row for each number of pictures, then where the fleet is cheaper.
   *
   * @param pictures numbers of pictures a month, each at least 1
   */
  public static String of(Fleet fleet, Prices prices, List<Integer> pictures) {
    CostText table = new CostText();
    table.line(
        "%.2f pictures/s a node, of which %.0f %% are used; at least %d nodes at %.4f USD/h",
        fleet.picturesPerSecond(),
        fleet.utilisation() * 100,
        fleet.minNodes(),
        fleet.instanceHour());
    table.line("Prices of %s, %s, not AWS's own list", prices.asOf(), prices.region());
    table.line("");
    table.line("%35s | %s", "", "USD for 1000 pictures");
    table.line(
        "%14s %7s %12s | %8s %8s %8s %8s %8s %12s",
        "pictures/month",
        "nodes",
        "USD/month",
        "nodes",
        "disks",
        "balancer",
        "network",
        "all",
        "Rekognition");
    for (int number : pictures) {
      table.row(number, fleet.bill(number, prices), prices);
    }
    table.line("");
    table.line("%s", verdict(new Comparison(fleet, prices).cheaper(), prices));
    table.line("%s", LIMITS);
    return table.text.toString();
  }

  private void row(int pictures, Bill bill, Prices prices) {
    double thousands = pictures / PICTURES;
    line(
        "%,14d %7.2f %,12.2f | %8.4f %8.4f %8.4f %8.4f %8.4f %12s",
        pictures,
        bill.nodes(),
        bill.total(),
        bill.nodesUsd() / thousands,
        bill.disksUsd() / thousands,
        bill.balancerUsd() / thousands,
        bill.networkUsd() / thousands,
        bill.total() / thousands,
        pictures > prices.lastPicture()
            ? "no price"
            : String.format(Locale.ROOT, "%.4f", prices.rekognition(pictures) / thousands));
  }

  /** Where the fleet is cheaper, in a sentence. */
  static String verdict(List<Range> cheaper, Prices prices) {
    if (cheaper.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "Rekognition is cheaper up to %,.0f pictures a month, as far as its price is known.",
          prices.lastPicture());
    }
    return cheaper.stream()
        .map(range -> words(range, prices))
        .collect(Collectors.joining(" and ", "The fleet is cheaper than Rekognition ", "."));
  }

  private static String words(Range range, Prices prices) {
    return range.to() < prices.lastPicture()
        ? String.format(
            Locale.ROOT, "from %,.0f to %,.0f pictures a month", range.from(), range.to())
        : String.format(Locale.ROOT, "from %,.0f pictures a month on", range.from());
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
