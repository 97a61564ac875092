package dev.retinagate.loadtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Goodput against offered load as an SVG picture. Offered load is on a logarithmic axis, since the
 * knee is at its middle. The same points give the same bytes.
 */
final class GoodputPlot {

  /**
   * A step of a ramp.
   *
   * @param offered requests a second
   * @param goodput of which were answered 200, a second
   */
  record Point(double offered, double goodput) {}

  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;
  private static final int LEFT = 64;
  private static final int RIGHT = 24;
  private static final int TOP = 56;
  private static final int BOTTOM = 56;
  private static final int GRID_LINES = 5;
  private static final double HEADROOM = 1.1;
  private static final int CURVE_STEPS = 32;

  private static final String HEAD =
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="12">
      <rect width="100%%" height="100%%" fill="#ffffff"/>
      <text x="%3$d" y="22" font-size="15">Goodput against offered load, pictures/s</text>
      <text x="%3$d" y="40" fill="#555555">%4$s</text>
      """;

  private final List<Point> points;
  private final String caption;
  private final double maxOffered;
  private final double minOffered;
  private final double top;

  /**
   * A plot.
   *
   * @param points by rising offered load, at least two
   * @param caption machine and date
   */
  GoodputPlot(List<Point> points, String caption) {
    this.points = List.copyOf(points);
    this.caption = caption;
    minOffered = points.get(0).offered;
    maxOffered = points.get(points.size() - 1).offered;
    top = points.stream().mapToDouble(Point::goodput).max().orElseThrow() * HEADROOM;
  }

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(String.format(Locale.ROOT, HEAD, WIDTH, HEIGHT, LEFT, escaped(caption)));
    grid(svg);
    double highest = top / HEADROOM;
    line(svg, allServed(highest), "#999999\" stroke-dasharray=\"5 4");
    line(svg, points, "#1f6feb");
    for (Point point : points) {
      element(
          svg,
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"#1f6feb\"/>",
          x(point.offered),
          y(point.goodput));
    }
    element(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">offered load, pictures/s (dashed: all of it up to the highest goodput)</text>",
        (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - 14);
    return svg.append("</svg>\n").toString();
  }

  /** The offered load, up to the highest goodput: a curve, since the axis is logarithmic. */
  private List<Point> allServed(double highest) {
    List<Point> curve = new ArrayList<>();
    for (int i = 0; i <= CURVE_STEPS; i++) {
      double served = minOffered * Math.pow(highest / minOffered, (double) i / CURVE_STEPS);
      curve.add(new Point(served, served));
    }
    curve.add(new Point(maxOffered, highest));
    return curve;
  }

  private void grid(StringBuilder svg) {
    for (int i = 0; i <= GRID_LINES; i++) {
      double value = top * i / GRID_LINES;
      element(
          svg,
          "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#e4e4e4\"/>",
          LEFT,
          y(value),
          WIDTH - RIGHT,
          y(value));
      element(
          svg,
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>",
          LEFT - 8,
          y(value) + 4,
          value);
    }
    for (double offered = minOffered; offered <= maxOffered * 1.001; offered *= 2) {
      element(
          svg,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>",
          x(offered),
          HEIGHT - BOTTOM + 18,
          offered);
    }
  }

  private void line(StringBuilder svg, List<Point> through, String stroke) {
    String path =
        through.stream()
            .map(p -> String.format(Locale.ROOT, "%.1f,%.1f", x(p.offered), y(p.goodput)))
            .collect(Collectors.joining(" "));
    element(
        svg,
        "<polyline points=\"%s\" fill=\"none\" stroke-width=\"2\" stroke=\"%s\"/>",
        path,
        stroke);
  }

  private static void element(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private double x(double offered) {
    double share = Math.log(offered / minOffered) / Math.log(maxOffered / minOffered);
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private double y(double goodput) {
    return HEIGHT - BOTTOM - goodput / top * (HEIGHT - TOP - BOTTOM);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
