package dev.retinagate.engine;

import ai.djl.engine.EngineException;
import ai.djl.mxnet.engine.MxEngine;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.engine.Symbol;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shapes of all tensors of a network, as the engine derives them from the input's. */
public final class TensorShapes {

  private TensorShapes() {}

  /**
   * Derives the shapes without running the network.
   *
   * @param symbolJson the graph, with one input called {@link Session#INPUT}
   * @param input extents of the input
   * @return shapes by name: a variable's own name, or a node's name with {@code _output} appended
   * @throws SessionException if the engine does not accept the network with that input
   */
  public static Map<String, List<Integer>> of(String symbolJson, List<Integer> input) {
    MxnetEnvironment.loadLibrary();
    PairList<String, Shape> known = new PairList<>();
    known.add(Session.INPUT, new Shape(input.stream().mapToLong(Integer::longValue).toArray()));
    try (MxNDManager manager = (MxNDManager) NDManager.newBaseManager(MxEngine.ENGINE_NAME);
        Symbol symbol = Symbol.loadJson(manager, symbolJson);
        Symbol internals = symbol.getInternals()) {
      Map<String, List<Integer>> shapes = new HashMap<>();
      internals
          .inferShape(known)
          .forEach(
              (name, shape) ->
                  shapes.put(
                      name, Arrays.stream(shape.getShape()).mapToObj(Math::toIntExact).toList()));
      return shapes;
    } catch (EngineException | IllegalArgumentException e) {
      throw new SessionException("the engine does not accept the network: " + e.getMessage(), e);
    }
  }
}
