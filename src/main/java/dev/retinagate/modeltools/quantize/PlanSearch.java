package dev.retinagate.modeltools.quantize;

import dev.retinagate.detection.PictureException;
import dev.retinagate.graph.Int8Plan;
import dev.retinagate.graph.Operators;
import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.Symbol.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds how to compute a network in 8-bit integers by trying: first how ranges are clipped, then,
 * if that loses too much, which layers stay fp32. Those are ranked by how much less noise the
 * outputs have when one alone stays fp32, and taken in that order as long as it helps.
 */
final class PlanSearch {

  /** More would cost more speed than the model is worth. */
  private static final int MAX_EXCLUDED = 8;

  private static final double MIN_GAIN_DECIBELS = 0.3;

  private final PlanMetric metric;
  private final PlanMetric ranking;
  private final Consumer<String> log;

  /**
   * A plan and how it was found.
   *
   * @param plan the best
   * @param method how its ranges were clipped
   * @param value the metric's
   */
  record Found(Int8Plan plan, RangeMethod method, double value) {}

  private record Gain(List<String> layer, double decibels) {}

  /**
   * A search.
   *
   * @param metric decides
   * @param ranking ranks layers
   * @param log receives a line for each measurement
   */
  PlanSearch(PlanMetric metric, PlanMetric ranking, Consumer<String> log) {
    this.metric = metric;
    this.ranking = ranking;
    this.log = log;
  }

  /**
   * Measures and decides.
   *
   * @param plans the plan that each method makes
   * @param symbol the network
   */
  Found search(Function<RangeMethod, Int8Plan> plans, Symbol symbol)
      throws IOException, PictureException {
    Found best = null;
    for (RangeMethod method : RangeMethod.ALL) {
      Int8Plan plan = plans.apply(method);
      double value = metric.measure(plan);
      log.accept(method.name() + ": " + metric.text(value));
      if (best == null || value > best.value()) {
        best = new Found(plan, method, value);
      }
    }
    return best.value() >= metric.goodEnough() ? best : exclude(best, symbol);
  }

  private Found exclude(Found start, Symbol symbol) throws IOException, PictureException {
    Found best = start;
    List<String> excluded = new ArrayList<>();
    for (Gain gain : gains(start.plan(), symbol)) {
      excluded.addAll(gain.layer());
      Int8Plan plan = start.plan().excluding(excluded);
      double value = metric.measure(plan);
      log.accept("fp32 for " + String.join(", ", excluded) + ": " + metric.text(value));
      if (value > best.value()) {
        best = new Found(plan, start.method(), value);
      }
      if (value >= metric.goodEnough()) {
        break;
      }
    }
    return best;
  }

  /** Layers worth excluding, the noisiest first. */
  private List<Gain> gains(Int8Plan plan, Symbol symbol) throws IOException, PictureException {
    double all = ranking.measure(plan);
    List<Gain> gains = new ArrayList<>();
    for (List<String> layer : convolutions(symbol)) {
      double gain = ranking.measure(plan.excluding(layer)) - all;
      log.accept(String.format(Locale.ROOT, "%s alone in fp32: %+.2f dB", layer.get(0), gain));
      gains.add(new Gain(layer, gain));
    }
    return gains.stream()
        .filter(gain -> gain.decibels() >= MIN_GAIN_DECIBELS)
        .sorted(Comparator.comparingDouble(Gain::decibels).reversed())
        .limit(MAX_EXCLUDED)
        .toList();
  }

  /** The nodes of each layer: where several share a weight, as a subnet on each level does. */
  private static Collection<List<String>> convolutions(Symbol symbol) {
    return symbol.nodes().stream()
        .filter(node -> node.op().equals(Operators.CONVOLUTION))
        .collect(
            Collectors.groupingBy(
                node -> node.inputs().get(1),
                LinkedHashMap::new,
                Collectors.mapping(Node::name, Collectors.toList())))
        .values();
  }
}
