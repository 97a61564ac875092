package dev.retinagate.engine;

import ai.djl.mxnet.jna.JnaUtils;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/** A symbol in the engine's memory. Each pass returns a new symbol; each has to be closed. */
final class NativeSymbol implements AutoCloseable {

  private static final int CPU = 1;
  private static final byte WITH_CALIBRATION = 1;
  private static final String[] NONE = {};
  private static final Object FUSION = new Object();

  private final Pointer handle;

  /**
   * A graph with operators for 8-bit integers, whose scales are still to be set.
   *
   * @param symbol the graph
   * @param uncalibrated names of the tensors whose ranges are still to be set
   */
  record Quantized(NativeSymbol symbol, List<String> uncalibrated) implements AutoCloseable {

    @Override
    public void close() {
      symbol.close();
    }
  }

  private NativeSymbol(Pointer handle) {
    this.handle = handle;
  }

  static NativeSymbol parse(String json) {
    PointerByReference result = new PointerByReference();
    JnaUtils.checkCall(Mxnet.LIBRARY.MXSymbolCreateFromJSON(json, result));
    return new NativeSymbol(result.getValue());
  }

  String toJson() {
    String[] json = new String[1];
    JnaUtils.checkCall(Mxnet.LIBRARY.MXSymbolSaveToJSON(handle, json));
    return json[0];
  }

  /**
   * Fuses operators into operators of the backend. One call at a time in the whole process, even
   * for different symbols: MXNet attaches the graph to the backend, which is one object of the
   * process (MXGenBackendSubgraph in c_api_symbolic.cc), so that two calls at once crash it.
   */
  NativeSymbol fuse(String backend) {
    PointerByReference result = new PointerByReference();
    synchronized (FUSION) {
      JnaUtils.checkCall(Mxnet.LIBRARY.MXGenBackendSubgraph(handle, backend, result));
    }
    return new NativeSymbol(result.getValue());
  }

  /**
   * Replaces operators by their 8-bit kind, with conversions where 8-bit and fp32 operators meet.
   * Parameters stay fp32: the operators convert weights themselves, with a scale for each output
   * channel.
   *
   * @param excludedNodes names of nodes that stay fp32
   * @param excludedOperators operators that stay fp32 wherever they occur
   */
  Quantized quantize(List<String> excludedNodes, List<String> excludedOperators) {
    PointerByReference result = new PointerByReference();
    PointerByReference names = new PointerByReference();
    IntBuffer count = IntBuffer.allocate(1);
    JnaUtils.checkCall(
        Mxnet.LIBRARY.MXQuantizeSymbol(
            handle,
            result,
            new int[] {CPU},
            excludedNodes.size(),
            excludedNodes.toArray(NONE),
            excludedOperators.size(),
            excludedOperators.toArray(NONE),
            0,
            NONE,
            "auto",
            WITH_CALIBRATION,
            "smart",
            "tensor-wise",
            count,
            names));
    // Copied: the library overwrites the names at this thread's next call.
    List<String> uncalibrated =
        count.get(0) == 0 ? List.of() : List.of(names.getValue().getStringArray(0, count.get(0)));
    return new Quantized(new NativeSymbol(result.getValue()), uncalibrated);
  }

  /** Sets the ranges that {@link #quantize} left open. */
  NativeSymbol calibrate(List<String> names, List<Float> minima, List<Float> maxima) {
    PointerByReference result = new PointerByReference();
    JnaUtils.checkCall(
        Mxnet.LIBRARY.MXSetCalibTableToQuantizedSymbol(
            handle, names.size(), names.toArray(NONE), buffer(minima), buffer(maxima), result));
    return new NativeSymbol(result.getValue());
  }

  private static FloatBuffer buffer(List<Float> values) {
    FloatBuffer buffer = FloatBuffer.allocate(values.size());
    new ArrayList<>(values).forEach(buffer::put);
    return buffer.flip();
  }

  @Override
  public void close() {
    Mxnet.LIBRARY.MXSymbolFree(handle);
  }
}
