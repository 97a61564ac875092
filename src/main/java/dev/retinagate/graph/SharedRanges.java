package dev.retinagate.graph;

import dev.retinagate.graph.Int8Plan.Range;
import dev.retinagate.graph.Symbol.Node;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives tensors that are concatenated one scale where their ranges are alike. The engine brings the
 * parts of a concatenation to the scale of the widest: it reads, rescales and writes every narrower
 * part, and rounds it a second time. With one scale from the start it only copies them. Another
 * reader of a narrower part sees it in coarser steps, so a much narrower part keeps its own.
 */
final class SharedRanges {

  /**
   * How much of the widest part's range a part must take: it loses a quarter of a bit at most. Of
   * nanodet-g's twelve concatenations, seven get one scale so.
   */
  private static final float MIN_SHARE = 0.85f;

  private final Map<String, String> parents = new HashMap<>();

  private SharedRanges() {}

  /**
   * The ranges with those of concatenated tensors made equal, but for the sign.
   *
   * @param ranges by the node that computes the tensor
   */
  static Map<String, Range> of(Symbol symbol, Map<String, Range> ranges) {
    SharedRanges shared = new SharedRanges();
    for (Node node : symbol.nodes()) {
      if (node.op().equals(Operators.CONCATENATION)) {
        List<String> parts =
            node.inputs().stream()
                .map(input -> symbol.source(input).name())
                .filter(ranges::containsKey)
                .toList();
        shared.join(parts, ranges);
      }
    }
    Map<String, Float> bounds = new HashMap<>();
    ranges.forEach((name, range) -> bounds.merge(shared.root(name), bound(range), Math::max));
    Map<String, Range> result = new LinkedHashMap<>();
    ranges.forEach(
        (name, range) -> {
          float bound = bounds.get(shared.root(name));
          result.put(
              name, bound == bound(range) ? range : new Range(range.min() < 0 ? -bound : 0, bound));
        });
    return result;
  }

  private static float bound(Range range) {
    return Math.max(Math.abs(range.min()), Math.abs(range.max()));
  }

  private void join(List<String> parts, Map<String, Range> ranges) {
    parts.stream()
        .max(Comparator.comparing(part -> bound(ranges.get(part))))
        .ifPresent(
            widest -> {
              float least = MIN_SHARE * bound(ranges.get(widest));
              parts.stream()
                  .filter(part -> bound(ranges.get(part)) >= least)
                  .forEach(part -> join(part, widest));
            });
  }

  private void join(String one, String other) {
    String root = root(one);
    if (!root.equals(root(other))) {
      parents.put(root, root(other));
    }
  }

  private String root(String name) {
    String root = name;
    while (parents.containsKey(root)) {
      root = parents.get(root);
    }
    return root;
  }
}
