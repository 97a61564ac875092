package dev.retinagate.graph;

import dev.retinagate.graph.Symbol.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a network is computed in 8-bit integers: the ranges of its tensors, from which the scales
 * follow, and the nodes that stay fp32.
 *
 * <p>As text ({@code calibration.txt}): one line for each tensor with its name, lowest and highest
 * value; a line {@code fp32 NAME} for each node that stays fp32; lines that start with {@code #}
 * are remarks. Names are those of the nodes of the network as imported, not as the engine fuses it.
 *
 * @param ranges by the node that computes the tensor, or the input's name; further ranges do no
 *     harm
 * @param excluded nodes that stay fp32 because they lose too much accuracy
 */
public record Int8Plan(Map<String, Range> ranges, List<String> excluded) {

  /** Operators whose output values are all values of their first input, or zero. */
  private static final Set<String> RANGE_KEEPING =
      Set.of(Operators.PADDING, Operators.SLICE, Operators.REPETITION, Operators.POOLING);

  private static final String COMMENT = "#";
  private static final String EXCLUDED = "fp32";
  private static final int EXCLUDED_COLUMNS = 2;
  private static final int RANGE_COLUMNS = 3;

  /**
   * Lowest and highest value that are represented; values beyond are clipped.
   *
   * @param min 0 if the tensor has no negative values: then all 256 steps are for positive values
   * @param max not less than {@code min}
   */
  public record Range(float min, float max) {

    /** Checks the order. */
    public Range {
      if (!(min <= max) || Float.isInfinite(min) || Float.isInfinite(max)) {
        throw new IllegalArgumentException("no range: " + min + " to " + max);
      }
    }

    /** The smallest range that includes both. */
    Range hull(Range other) {
      return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }
  }

  private static final Range ZERO = new Range(0, 0);

  /** Keeps immutable copies in the same order. */
  public Int8Plan {
    ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
    excluded = List.copyOf(excluded);
  }

  /** A plan of the same ranges with other nodes in fp32. */
  public Int8Plan excluding(List<String> nodes) {
    return new Int8Plan(ranges, nodes);
  }

  /** A plan of the same ranges with these nodes in fp32 as well. */
  public Int8Plan excludingAlso(List<String> nodes) {
    return new Int8Plan(
        ranges, Stream.concat(excluded.stream(), nodes.stream()).distinct().toList());
  }

  /**
   * The plan with the ranges that the engine computes a network fastest with: further ones for the
   * nodes that only rearrange values, since the set of these nodes depends on the input's size and
   * calibration does not see every size; and one scale for tensors that are concatenated.
   */
  public Int8Plan completedFor(Symbol symbol) {
    Map<String, Range> completed = new LinkedHashMap<>(ranges);
    for (Node node : symbol.nodes()) {
      if (RANGE_KEEPING.contains(node.op())) {
        Range range = completed.get(symbol.source(node.inputs().get(0)).name());
        if (range != null) {
          completed.putIfAbsent(node.name(), range.hull(ZERO));
        }
      }
    }
    return new Int8Plan(SharedRanges.of(symbol, completed), excluded);
  }

  /**
   * The plan as text.
   *
   * @param remarks lines for people, without the comment sign
   */
  public String write(List<String> remarks) {
    StringBuilder text = new StringBuilder();
    remarks.forEach(remark -> text.append(COMMENT).append(' ').append(remark).append('\n'));
    excluded.forEach(node -> text.append(EXCLUDED).append(' ').append(node).append('\n'));
    ranges.forEach(
        (name, range) ->
            text.append(name)
                .append(' ')
                .append(range.min)
                .append(' ')
                .append(range.max)
                .append('\n'));
    return text.toString();
  }

  /**
   * Reads text.
   *
   * @throws IllegalArgumentException naming the first line that is not of this form
   */
  public static Int8Plan read(String text) {
    Map<String, Range> ranges = new LinkedHashMap<>();
    List<String> excluded = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith(COMMENT)) {
        try {
          readLine(line, ranges, excluded);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
        }
      }
    }
    return new Int8Plan(ranges, excluded);
  }

  private static void readLine(String line, Map<String, Range> ranges, List<String> excluded) {
    String[] columns = line.split(" +", -1);
    if (columns.length == EXCLUDED_COLUMNS && columns[0].equals(EXCLUDED)) {
      excluded.add(columns[1]);
    } else if (columns.length == RANGE_COLUMNS) {
      Range range = new Range(Float.parseFloat(columns[1]), Float.parseFloat(columns[2]));
      if (ranges.put(columns[0], range) != null) {
        throw new IllegalArgumentException(columns[0] + " has a range already");
      }
    } else {
      throw new IllegalArgumentException(
          "expected 'NAME MIN MAX' or 'fp32 NAME', found '" + line + "'");
    }
  }
}
