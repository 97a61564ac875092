package dev.retinagate.modeltools.evaluate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One image, category or annotation of a COCO file: its fields that the measure needs, as they are
 * written. Numbers may stand in quotes: exports by way of a table have them so.
 */
final class CocoEntry {

  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "file_name",
          "width",
          "height",
          "name",
          "image_id",
          "category_id",
          "bbox",
          "area",
          "iscrowd");

  private static final int BOX_NUMBERS = 4;

  /** More than a box needs; the rest of a longer list is counted, not kept. */
  private static final int MAX_KEPT = 8;

  private static final int MAX_SHOWN = 40;

  private final String kind;
  private final int number;

  /** Texts, numbers, and lists of them, as texts; null for null. */
  private final Map<String, Object> fields = new HashMap<>();

  private CocoEntry(String kind, int number) {
    this.kind = kind;
    this.number = number;
  }

  /**
   * Reads the entry that the parser stands on.
   *
   * @param kind image, category or annotation, for errors
   * @param number its place in its list, from 1
   */
  static CocoEntry read(JsonParser parser, String kind, int number)
      throws IOException, GroundTruthException {
    CocoEntry entry = new CocoEntry(kind, number);
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      String found = shown(parser);
      parser.skipChildren();
      throw new GroundTruthException(
          "%s number %d: expected an object, found %s".formatted(kind, number, found));
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (FIELDS.contains(name)) {
        entry.fields.put(name, value(parser));
      } else {
        parser.skipChildren();
      }
    }
    return entry;
  }

  private static Object value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<String> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        String item = shown(parser);
        parser.skipChildren();
        if (list.size() < MAX_KEPT) {
          list.add(item);
        }
      }
      return list;
    }
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      parser.skipChildren();
      return List.of("{...}");
    }
    return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
  }

  /** The value that the parser stands on, for errors. */
  static String shown(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "{...}";
      case START_ARRAY -> "[...]";
      default -> parser.getText();
    };
  }

  /** Whether there is no value, or an empty list. */
  boolean isEmpty(String field) {
    Object value = fields.get(field);
    return value == null || value.equals(List.of()) || value.equals("");
  }

  CocoId id(String field) throws GroundTruthException {
    if (fields.get(field) instanceof String id && !id.isBlank()) {
      return CocoId.of(id);
    }
    throw failure(field, "a number or a text");
  }

  String text(String field) throws GroundTruthException {
    if (fields.get(field) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw failure(field, "a text");
  }

  /** Pixels of a side; 0 if the file lacks it. */
  int side(String field) throws GroundTruthException {
    if (isEmpty(field)) {
      return 0;
    }
    double side = number(fields.get(field));
    if (side >= 0 && side <= Integer.MAX_VALUE && side == Math.rint(side)) {
      return (int) side;
    }
    throw failure(field, "a whole number of pixels");
  }

  List<Double> box(String field) throws GroundTruthException {
    List<Double> box = new ArrayList<>();
    if (fields.get(field) instanceof List<?> list && list.size() == BOX_NUMBERS) {
      list.forEach(item -> box.add(number(item)));
    }
    boolean isBox =
        box.size() == BOX_NUMBERS
            && box.stream().allMatch(Double::isFinite)
            && box.get(2) >= 0
            && box.get(3) >= 0;
    if (!isBox) {
      throw failure(field, "four numbers, [left, top, width, height] in pixels");
    }
    return box;
  }

  /** Square pixels; null where the file has no number for it. */
  Double area(String field) throws GroundTruthException {
    if (isEmpty(field)) {
      return null;
    }
    double area = number(fields.get(field));
    if (Double.isNaN(area) && !"nan".equalsIgnoreCase(String.valueOf(fields.get(field)))) {
      throw failure(field, "a number of square pixels");
    }
    return Double.isFinite(area) ? (Double) area : null;
  }

  /** Whether it is set, in any spelling: 1, 1.0, "1", true; no value means no. */
  boolean flag(String field) throws GroundTruthException {
    if (isEmpty(field)) {
      return false;
    }
    Object value = fields.get(field);
    switch (String.valueOf(value).strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes" -> {
        return true;
      }
      case "false", "no", "nan" -> {
        return false;
      }
      default -> {
        double number = number(value);
        if (Double.isNaN(number)) {
          throw failure(field, "0 or 1");
        }
        return number != 0;
      }
    }
  }

  /** NaN if the value is no number. */
  private static double number(Object value) {
    try {
      return value instanceof String text ? Double.parseDouble(text.strip()) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private GroundTruthException failure(String field, String expected) {
    Object id = fields.get("id");
    String name =
        id instanceof String && !field.equals("id") ? kind + " " + id : kind + " number " + number;
    return new GroundTruthException(
        "%s: '%s': expected %s, found %s".formatted(name, field, expected, found(field)));
  }

  private String found(String field) {
    if (!fields.containsKey(field)) {
      return "no such field";
    }
    Object value = fields.get(field);
    if (value == null) {
      return "null";
    }
    String text = value instanceof String ? "'" + value + "'" : value.toString();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }
}
