package dev.retinagate.cost;

import dev.retinagate.plot.Chart;
import dev.retinagate.plot.Chart.Anchor;
import dev.retinagate.plot.Chart.Point;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The price of 1000 pictures against the pictures of a month, fleet and Rekognition, as SVG. Both
 * axes are logarithmic: the bill of an idle fleet falls by a thousand within the picture.
 */
public final class CostPlot {

  private static final int WIDTH = 800;
  private static final int STEP = 4;

  /** Pictures a month, as powers of ten: 10,000 to 35 million and beyond. */
  private static final int FEWEST = 4;

  private static final int MOST = 8;

  /** USD for 1000 pictures, as powers of ten. */
  private static final int CHEAPEST = -3;

  private static final int DEAREST = 2;

  private CostPlot() {}

  /** The plot. */
  public static String of(Fleet fleet, Prices prices) {
    Chart chart =
        new Chart(
            WIDTH,
            2,
            "USD for 1000 pictures, by pictures a month (%.2f pictures/s a node, %.0f %% used)"
                .formatted(fleet.picturesPerSecond(), fleet.utilisation() * 100),
            "Prices of %s, %s. ".formatted(prices.asOf(), prices.region()) + CostText.LIMITS);
    for (int power = CHEAPEST; power <= DEAREST; power++) {
      chart.gridLine(y(Math.pow(10, power)), number(power));
    }
    for (int power = FEWEST; power <= MOST; power++) {
      Anchor anchor = power == FEWEST ? Anchor.START : power == MOST ? Anchor.END : Anchor.MIDDLE;
      chart.below(x(power), anchor, String.format(Locale.ROOT, "%,.0f", Math.pow(10, power)));
    }
    chart.curve(
        "the fleet, of at least %d nodes".formatted(fleet.minNodes()),
        points(Double.MAX_VALUE, pictures -> fleet.bill(pictures, prices).total()));
    chart.curve(
        "Rekognition DetectLabels, as far as its price is known",
        points(prices.lastPicture(), prices::rekognition));
    return chart.svg();
  }

  private static List<Point> points(double last, DoubleUnaryOperator bill) {
    return IntStream.rangeClosed(0, WIDTH / STEP)
        .map(i -> i * STEP)
        .filter(x -> pictures(x) <= last)
        .mapToObj(
            x -> new Point(x, y(bill.applyAsDouble(pictures(x)) / pictures(x) * CostText.PICTURES)))
        .toList();
  }

  private static double pictures(int x) {
    return Math.pow(10, FEWEST + (double) x / WIDTH * (MOST - FEWEST));
  }

  private static double x(int power) {
    return (double) (power - FEWEST) / (MOST - FEWEST) * WIDTH;
  }

  /** What is off the axis lies on its edge. */
  private static double y(double usd) {
    double share = (Math.log10(usd) - CHEAPEST) / (DEAREST - CHEAPEST);
    return Math.max(0, Math.min(1, share));
  }

  private static String number(int power) {
    return String.format(
        Locale.ROOT, power < 0 ? "%." + -power + "f" : "%.0f", Math.pow(10, power));
  }
}
