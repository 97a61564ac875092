package dev.retinagate.modeltools.quantize;

import dev.retinagate.detection.PictureException;
import dev.retinagate.engine.NativeTensor;
import dev.retinagate.engine.Session;
import dev.retinagate.engine.SymbolPasses;
import dev.retinagate.graph.Int8Plan;
import dev.retinagate.graph.Int8Plan.Range;
import dev.retinagate.graph.NonNegativeTensors;
import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.SymbolJson;
import dev.retinagate.graph.Tensor;
import dev.retinagate.model.NetworkProbe;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Sees the values of all tensors that 8-bit integers need the ranges of, by running the fp32
 * network with those tensors as its outputs and reading them in place.
 */
final class RangeMeasurement {

  private final NetworkProbe probe;
  private final Map<String, Tensor> parameters;
  private final Map<String, TensorRange> ranges = new LinkedHashMap<>();
  private final Set<String> neverNegative = new LinkedHashSet<>();

  RangeMeasurement(NetworkProbe probe, Map<String, Tensor> parameters) {
    this.probe = probe;
    this.parameters = parameters;
  }

  /** Takes in pictures. */
  void add(List<CalibrationPicture> pictures) throws IOException, PictureException {
    for (List<CalibrationPicture> sameNetwork : Networks.together(pictures)) {
      Symbol symbol = sameNetwork.get(0).graph().symbol();
      List<String> tensors = SymbolPasses.int8Tensors(SymbolJson.write(symbol));
      neverNegative.addAll(NonNegativeTensors.neverNegative(symbol));
      List<String> computed = tensors.stream().filter(t -> !t.equals(Session.INPUT)).toList();
      String json = SymbolJson.write(symbol.withHeads(computed));
      try (Session session = Session.openUnfused(json, parameters)) {
        for (CalibrationPicture picture : sameNetwork) {
          picture.fill(probe, session::input);
          add(Session.INPUT, session.input(extents(picture)));
          session.run(takeIn(computed));
        }
      }
    }
  }

  private Function<List<NativeTensor>, Void> takeIn(List<String> tensors) {
    return outputs -> {
      for (int i = 0; i < tensors.size(); i++) {
        add(tensors.get(i), outputs.get(i).values());
      }
      return null;
    };
  }

  private void add(String tensor, FloatBuffer values) {
    ranges.computeIfAbsent(tensor, name -> new TensorRange()).add(values);
  }

  private static int[] extents(CalibrationPicture picture) {
    return picture.graph().input().stream().mapToInt(Integer::intValue).toArray();
  }

  /** The ranges that a method derives from the measured values, in order of the names. */
  Int8Plan plan(RangeMethod method) {
    Map<String, Range> table = new TreeMap<>();
    ranges.forEach(
        (tensor, range) ->
            table.put(tensor, range.clipped(method.share(), neverNegative.contains(tensor))));
    return new Int8Plan(table, List.of());
  }
}
