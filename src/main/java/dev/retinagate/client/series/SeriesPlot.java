package dev.retinagate.client.series;

import dev.retinagate.plot.Chart;
import dev.retinagate.plot.Chart.Anchor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Counts over time as an SVG picture: a curve for each label and zone, and a mark at the top where
 * there were alerts. The same file gives the same bytes.
 */
public final class SeriesPlot {

  private static final int GRID_LINES = 5;
  private static final int TIMES = 6;

  /** A day and less needs no dates on the axis. */
  private static final Duration ONE_DAY = Duration.ofHours(25);

  private static final DateTimeFormatter HOURS = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAYS =
      DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final Series series;
  private final ZoneId zone;
  private final Chart chart;
  private final double top;

  private SeriesPlot(Series series, ZoneId zone) {
    this.series = series;
    this.zone = zone;
    double highest =
        series.curves().values().stream()
            .flatMap(curve -> curve.points().stream())
            .mapToDouble(Curve.Point::mean)
            .max()
            .orElse(0);
    top = Math.max(GRID_LINES, GRID_LINES * Math.ceil(highest / GRID_LINES));
    chart =
        new Chart(
            Series.PIECES,
            series.curves().size(),
            "Counts over time",
            "%s to %s, %s; each point is the mean of its pictures"
                .formatted(at(series.start(), FULL), at(series.end(), FULL), zone.getId()));
  }

  /**
   * The picture of a file.
   *
   * @param zone in which the times are told
   * @throws IOException if the file cannot be read, is no series, or has more than 12 curves
   */
  public static String of(Path file, ZoneId zone) throws IOException {
    return new SeriesPlot(Series.read(file), zone).draw();
  }

  private String draw() {
    chart.marks("alerts", series.alerts());
    counts();
    times();
    series.curves().forEach(this::curve);
    return chart.svg();
  }

  private void counts() {
    for (int i = 0; i <= GRID_LINES; i++) {
      chart.gridLine(
          (double) i / GRID_LINES, String.format(Locale.ROOT, "%.0f", top * i / GRID_LINES));
    }
  }

  private void times() {
    Duration length = Duration.between(series.start(), series.end());
    DateTimeFormatter format =
        length.compareTo(ONE_DAY) > 0
            ? DAYS
            : length.compareTo(Duration.ofMinutes(TIMES)) > 0 ? HOURS : MINUTES;
    for (int i = 0; i <= TIMES; i++) {
      Instant time = series.start().plus(length.multipliedBy(i).dividedBy(TIMES));
      Anchor anchor = i == 0 ? Anchor.START : i == TIMES ? Anchor.END : Anchor.MIDDLE;
      int x = i * Series.PIECES / TIMES;
      chart.below(x, anchor, at(time, format));
    }
  }

  private void curve(String name, Curve curve) {
    chart.curve(
        name,
        curve.points().stream()
            .map(point -> new Chart.Point(point.piece(), point.mean() / top))
            .toList());
  }

  private String at(Instant time, DateTimeFormatter format) {
    return ZonedDateTime.ofInstant(time, zone).format(format);
  }
}
