package dev.retinagate.plot;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Curves over a grid as an SVG picture. The caller scales: x is in pixels from the left edge of the
 * grid, y a share of its height. The same calls give the same bytes. Not for several threads.
 */
public final class Chart {

  private static final int LEFT = 56;
  private static final int RIGHT = 24;
  private static final int TOP = 72;
  private static final int GRID_HEIGHT = 300;
  private static final int LEGEND_LINE = 18;
  private static final int AXIS = 44;
  private static final int MARK_HEIGHT = 10;

  /** So that the name of the marks stands clear of the highest number of the axis. */
  private static final int MARKS_ABOVE_GRID = 8;

  /**
   * Okabe and Ito's colours, told apart by colour-blind people; without yellow, dark ones first.
   */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00");

  /** The second round of the colours is dashed. */
  private static final List<String> DASHES = List.of("none", "6 4");

  private static final String MARK = "#b00020";

  /** On which side of its place a number of the lower axis stands. */
  public enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * A point of a curve.
   *
   * @param x pixels from the left edge of the grid, 0 to its width
   * @param y share of the grid's height from its lower edge, 0 to 1
   */
  public record Point(double x, double y) {}

  private final StringBuilder svg = new StringBuilder();
  private final int width;
  private final int height;
  private int curves;

  /**
   * A chart without anything on it.
   *
   * @param width of the grid in pixels
   * @param curves how many there will be: each has a line in the legend
   * @param title above the grid
   * @param subtitle below the title, smaller
   */
  public Chart(int width, int curves, String title, String subtitle) {
    this.width = width;
    height = TOP + GRID_HEIGHT + AXIS + LEGEND_LINE * curves;
    element(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0"
            + " %1$d %2$d\" font-family=\"sans-serif\" font-size=\"12\">",
        LEFT + width + RIGHT, height);
    element("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
    element("<text x=\"%d\" y=\"24\" font-size=\"15\">%s</text>", LEFT, escaped(title));
    element("<text x=\"%d\" y=\"42\" fill=\"#555555\">%s</text>", LEFT, escaped(subtitle));
  }

  /**
   * Marks above the grid.
   *
   * @param name of the marks, in front of them
   * @param at pixels from the left edge of the grid; without any, the name is not written either
   */
  public void marks(String name, BitSet at) {
    if (at.isEmpty()) {
      return;
    }
    at.stream()
        .forEach(
            x ->
                element(
                    "<rect class=\"alert\" x=\"%d\" y=\"%d\" width=\"2\" height=\"%d\""
                        + " fill=\"%s\"/>",
                    LEFT + x, TOP - MARK_HEIGHT - MARKS_ABOVE_GRID, MARK_HEIGHT, MARK));
    element(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"%s\">%s</text>",
        LEFT - 8, TOP - MARKS_ABOVE_GRID - 1, MARK, escaped(name));
  }

  /** A line across the grid, and its number on the left axis. */
  public void gridLine(double y, String number) {
    element(
        "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#e4e4e4\"/>",
        LEFT, down(y), LEFT + width, down(y));
    element(
        "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
        LEFT - 8, down(y) + 4, escaped(number));
  }

  /** A number of the lower axis. */
  public void below(double x, Anchor anchor, String number) {
    element(
        "<text x=\"%.0f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
        LEFT + x, TOP + GRID_HEIGHT + 18, anchor.name().toLowerCase(Locale.ROOT), escaped(number));
  }

  /** The next curve, and its line in the legend. */
  public void curve(String name, List<Point> points) {
    String colour = COLOURS.get(curves % COLOURS.size());
    String dash = DASHES.get(curves / COLOURS.size() % DASHES.size());
    String path =
        points.stream()
            .map(
                point -> String.format(Locale.ROOT, "%.0f,%.1f", LEFT + point.x(), down(point.y())))
            .collect(Collectors.joining(" "));
    element(
        "<polyline points=\"%s\" fill=\"none\" stroke-width=\"1.5\" stroke-linejoin=\"round\""
            + " stroke=\"%s\" stroke-dasharray=\"%s\"/>",
        path, colour, dash);
    int y = TOP + GRID_HEIGHT + AXIS + LEGEND_LINE * curves;
    element(
        "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke-width=\"2\" stroke=\"%s\""
            + " stroke-dasharray=\"%s\"/>",
        LEFT, y - 4, LEFT + 24, y - 4, colour, dash);
    element("<text x=\"%d\" y=\"%d\">%s</text>", LEFT + 32, y, escaped(name));
    curves++;
  }

  /** Charts one below the other, as one picture as wide as the widest. */
  public static String stacked(List<Chart> charts) {
    int width = charts.stream().mapToInt(chart -> LEFT + chart.width + RIGHT).max().orElse(0);
    int height = charts.stream().mapToInt(chart -> chart.height).sum();
    StringBuilder all =
        new StringBuilder(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\">\n"
                .formatted(width, height));
    int y = 0;
    for (Chart chart : charts) {
      // A nested picture has its own place in the outer one.
      all.append(chart.svg().replaceFirst("<svg ", "<svg y=\"" + y + "\" "));
      y += chart.height;
    }
    return all.append("</svg>\n").toString();
  }

  /** The whole picture. */
  public String svg() {
    return svg + "</svg>\n";
  }

  private static double down(double y) {
    return TOP + GRID_HEIGHT - y * GRID_HEIGHT;
  }

  private void element(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** Labels and folders may have any characters; XML takes no control characters at all. */
  private static String escaped(String text) {
    return text.replaceAll("\\p{Cntrl}", "?")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
