package dev.retinagate.loadtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The server as {@code run.sh} watched it, one line a second. */
final class ServerSeries {

  private final List<String> columns;
  private final List<double[]> lines;

  private ServerSeries(List<String> columns, List<double[]> lines) {
    this.columns = columns;
    this.lines = lines;
  }

  /** The lines of a CSV file with a first column {@code epochSeconds}; broken ones are left out. */
  static ServerSeries read(Path csv) throws IOException {
    List<String> text = Files.readAllLines(csv);
    List<String> columns = List.of(text.get(0).split(","));
    List<double[]> lines = new ArrayList<>();
    for (String line : text.subList(1, text.size())) {
      String[] fields = line.split(",", -1);
      if (fields.length == columns.size() && Arrays.stream(fields).noneMatch(String::isBlank)) {
        lines.add(Arrays.stream(fields).mapToDouble(Double::parseDouble).toArray());
      }
    }
    return new ServerSeries(columns, lines);
  }

  /** The lines from one time to another, in seconds since the epoch. */
  ServerSeries between(double from, double to) {
    return new ServerSeries(
        columns, lines.stream().filter(line -> line[0] >= from && line[0] <= to).toList());
  }

  /** Seconds between the first line and the last. */
  double seconds() {
    return lines.isEmpty() ? 0 : lines.get(lines.size() - 1)[0] - lines.get(0)[0];
  }

  /** A column, line by line. */
  double[] column(String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("no column " + name + " among " + columns);
    }
    return lines.stream().mapToDouble(line -> line[index]).toArray();
  }

  /** A column, divided into stretches of equally many lines: one value for each stretch. */
  double[] stretches(String name, int count, ToDoubleFunction<double[]> value) {
    double[] column = column(name);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * column.length / count);
      int to = (int) ((i + 1L) * column.length / count);
      values[i] = value.applyAsDouble(Arrays.copyOfRange(column, from, to));
    }
    return values;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  static double least(double[] values) {
    return Arrays.stream(values).min().orElse(Double.NaN);
  }

  static double max(double[] values) {
    return Arrays.stream(values).max().orElse(Double.NaN);
  }
}
