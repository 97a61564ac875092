package dev.retinagate.engine;

import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import dev.retinagate.graph.Bf16Network;
import dev.retinagate.graph.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How a network is loaded.
 *
 * @param passes rewrite the graph
 * @param bf16 names of the parameters that become bfloat16; the others are fp32
 * @param zeroChannels channels of zeros that the network wants after the caller's
 */
record Loading(UnaryOperator<String> passes, Set<String> bf16, int zeroChannels) {

  static Loading fp32(UnaryOperator<String> passes) {
    return new Loading(passes, Set.of(), 0);
  }

  /** A parameter in the engine's memory, which belongs to the manager. */
  NDArray load(MxNDManager manager, String name, Map<String, Tensor> parameters) {
    Tensor tensor = parameters.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the parameter file lacks " + name);
    }
    Shape shape = new Shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray());
    NDArray array = manager.create(tensor.toFloats(), shape, DataType.FLOAT32);
    if (bf16.contains(name)) {
      NDArray fp32 = array;
      array = toBf16(manager, fp32);
      fp32.close();
    }
    array.setName(name);
    return array;
  }

  /** DJL has no word for MXNet's bfloat16, but passes such an array on. */
  private static NDArray toBf16(MxNDManager manager, NDArray fp32) {
    PairList<String, Object> arguments = new PairList<>();
    arguments.add(Bf16Network.TYPE, Bf16Network.BF16);
    return manager.invoke(Bf16Network.CAST, fp32, arguments);
  }
}
