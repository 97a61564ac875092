package dev.retinagate.client.series;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * How many of a label a picture has: a row of a series.
 *
 * @param time of the picture
 * @param source the folder or camera that it comes from
 * @param label what is counted
 * @param zone where; empty for the whole picture
 * @param count from 0
 * @param alert whether a rule was broken in the picture
 */
public record Sample(
    Instant time, String source, String label, String zone, int count, boolean alert) {

  /** The first line of a file: the names of the fields. */
  public static final String HEADER = "time,source,label,zone,count,alert";

  private static final int FIELDS = 6;

  /** As a line of the file, without its end. */
  public String toCsv() {
    return Csv.row(time, source, label, zone, count, alert);
  }

  /**
   * Reads a line's fields.
   *
   * @throws IllegalArgumentException saying what is wrong with them
   */
  static Sample of(List<String> fields) {
    if (fields.size() != FIELDS) {
      throw new IllegalArgumentException(
          "%d fields, where %s are expected".formatted(fields.size(), HEADER));
    }
    try {
      return new Sample(
          Instant.parse(fields.get(0)),
          fields.get(1),
          fields.get(2),
          fields.get(3),
          Integer.parseInt(fields.get(4)),
          Boolean.parseBoolean(fields.get(5)));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + fields.get(0) + "' is not a time", e);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + fields.get(4) + "' is not a count", e);
    }
  }
}
