package dev.retinagate.engine;

import ai.djl.engine.EngineException;
import dev.retinagate.engine.NativeSymbol.Quantized;
import dev.retinagate.graph.FusedNodes;
import dev.retinagate.graph.Int8Plan;
import dev.retinagate.graph.Int8Plan.Range;
import dev.retinagate.graph.Operators;
import dev.retinagate.graph.RepeatedDequantization;
import dev.retinagate.graph.SymbolJson;
import java.util.ArrayList;
import java.util.List;

/** Graph rewrites of MXNet's oneDNN backend, from symbol JSON to symbol JSON. */
public final class SymbolPasses {

  private static final String FP32_BACKEND = "MKLDNN";
  private static final String INT8_BACKEND = "MKLDNN_QUANTIZE";

  /** The engine appends this to a node's name for its output. */
  private static final String OUTPUT = "_output";

  /** Operators around the convolutions that gain nothing from 8 bits, or have no 8-bit kind. */
  private static final List<String> FP32_OPERATORS =
      List.of(
          Operators.SIGMOID,
          "transpose",
          "Reshape",
          Operators.REPETITION,
          Operators.SLICE_LIKE,
          Operators.SLICE,
          Operators.BILINEAR_RESIZE);

  private SymbolPasses() {}

  /** Fuses convolutions with the activation and the addition that follow them. */
  static String fuse(String symbolJson) {
    try (NativeSymbol symbol = NativeSymbol.parse(symbolJson);
        NativeSymbol fused = symbol.fuse(FP32_BACKEND)) {
      return fused.toJson();
    }
  }

  /**
   * The tensors whose ranges an 8-bit network may need, whichever nodes stay fp32: the input, and
   * the tensors between nodes that remain when the engine has fused the network.
   *
   * @return names of the nodes that compute the tensors, in the order of the network
   * @throws SessionException if the engine does not accept the network
   */
  public static List<String> int8Tensors(String symbolJson) {
    MxnetEnvironment.loadLibrary();
    try (NativeSymbol symbol = NativeSymbol.parse(symbolJson);
        NativeSymbol fused = symbol.fuse(INT8_BACKEND)) {
      List<String> tensors = new ArrayList<>(List.of(Session.INPUT));
      tensors.addAll(new FusedNodes(fused.toJson()).outputs());
      return tensors;
    } catch (EngineException e) {
      throw new SessionException("the engine does not accept the network: " + e.getMessage(), e);
    }
  }

  /** Replaces operators by their 8-bit kind where the plan allows it, and fuses the rest. */
  static String quantize(String symbolJson, Int8Plan given) {
    Int8Plan plan = given.completedFor(SymbolJson.read(symbolJson));
    try (NativeSymbol symbol = NativeSymbol.parse(symbolJson);
        NativeSymbol fused = symbol.fuse(INT8_BACKEND)) {
      FusedNodes nodes = new FusedNodes(fused.toJson());
      try (Quantized quantized = fused.quantize(nodes.holding(plan.excluded()), FP32_OPERATORS);
          NativeSymbol mended =
              NativeSymbol.parse(RepeatedDequantization.remove(quantized.symbol().toJson()));
          NativeSymbol calibrated = calibrate(mended, quantized.uncalibrated(), nodes, plan);
          NativeSymbol refused = calibrated.fuse(INT8_BACKEND)) {
        return refused.toJson();
      }
    }
  }

  private static NativeSymbol calibrate(
      NativeSymbol quantized, List<String> uncalibrated, FusedNodes nodes, Int8Plan plan) {
    List<Float> minima = new ArrayList<>();
    List<Float> maxima = new ArrayList<>();
    for (String tensor : uncalibrated) {
      String name = original(tensor, nodes);
      Range range = plan.ranges().get(name);
      if (range == null) {
        throw new IllegalArgumentException("the calibration table lacks " + name);
      }
      minima.add(range.min());
      maxima.add(range.max());
    }
    return quantized.calibrate(uncalibrated, minima, maxima);
  }

  private static String original(String tensor, FusedNodes nodes) {
    return tensor.endsWith(OUTPUT)
        ? nodes.original(tensor.substring(0, tensor.length() - OUTPUT.length()))
        : tensor;
  }
}
