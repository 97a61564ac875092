package dev.retinagate.client.series;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values (RFC 4180). */
public final class Csv {

  /** A longer field is no field of ours. */
  private static final int MAX_FIELD_LENGTH = 1 << 16;

  private Csv() {}

  /** A record without its line's end; null is an empty field. */
  public static String row(Object... fields) {
    return Arrays.stream(fields)
        .map(field -> field == null ? "" : quoted(field.toString()))
        .collect(Collectors.joining(","));
  }

  private static String quoted(String field) {
    return field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? "\"" + field.replace("\"", "\"\"") + "\""
        : field;
  }

  /**
   * Reads a record; null at the end.
   *
   * @throws IOException if a field is longer than 64 Ki characters
   */
  static List<String> read(Reader in) throws IOException {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean inQuotes = false;
    boolean quoteBefore = false;
    boolean empty = true;
    for (int c = in.read(); c >= 0; c = in.read()) {
      empty = false;
      if (c == '"') {
        // A quote within quotes is written twice.
        if (quoteBefore) {
          field.append('"');
        }
        quoteBefore = inQuotes && !quoteBefore;
        inQuotes = !inQuotes;
        continue;
      }
      quoteBefore = false;
      if (inQuotes) {
        field.append((char) c);
      } else if (c == ',') {
        fields.add(field.toString());
        field.setLength(0);
      } else if (c == '\n') {
        break;
      } else if (c != '\r') {
        field.append((char) c);
      }
      if (field.length() > MAX_FIELD_LENGTH) {
        throw new IOException("a field has more than " + MAX_FIELD_LENGTH + " characters");
      }
    }
    if (empty) {
      return null;
    }
    fields.add(field.toString());
    return fields;
  }
}
