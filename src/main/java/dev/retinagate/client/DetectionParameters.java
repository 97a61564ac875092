package dev.retinagate.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is asked of each picture: the query of {@code POST /detect}, in the order of its parts. The
 * node checks names and values, since it knows its labels; a fault is answered with 400.
 *
 * @param all name and value of each
 */
public record DetectionParameters(List<Parameter> all) {

  /** Nothing but the node's defaults. */
  public static final DetectionParameters NONE = new DetectionParameters(List.of());

  /**
   * A part of the query.
   *
   * @param name such as {@code threshold}
   * @param value not yet percent-encoded
   */
  public record Parameter(String name, String value) {}

  /** Copies the list. */
  public DetectionParameters {
    all = List.copyOf(all);
  }

  /** These and one more behind them. */
  public DetectionParameters with(String name, String value) {
    List<Parameter> more = new ArrayList<>(all);
    more.add(new Parameter(name, value));
    return new DetectionParameters(more);
  }

  /** Percent-encoded, without a question mark; empty if there is none. */
  String query() {
    return all.stream()
        .map(part -> encoded(part.name()) + "=" + encoded(part.value()))
        .collect(Collectors.joining("&"));
  }

  /** A plus sign is a space in forms only. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
