package dev.retinagate.engine;

import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.mxnet.jna.LibUtils;
import ai.djl.mxnet.jna.MxnetLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** Graph rewrites of MXNet's oneDNN backend, from symbol JSON to symbol JSON. */
final class SymbolPasses {

  private static final MxnetLibrary LIBRARY = LibUtils.loadLibrary();

  private SymbolPasses() {}

  /** Fuses convolutions with the activation and the addition that follow them. */
  static String fuse(String symbolJson) {
    PointerByReference result = new PointerByReference();
    JnaUtils.checkCall(LIBRARY.MXSymbolCreateFromJSON(symbolJson, result));
    Pointer symbol = result.getValue();
    JnaUtils.checkCall(LIBRARY.MXGenBackendSubgraph(symbol, "MKLDNN", result));
    Pointer fused = result.getValue();
    try {
      String[] json = new String[1];
      JnaUtils.checkCall(LIBRARY.MXSymbolSaveToJSON(fused, json));
      return json[0];
    } finally {
      LIBRARY.MXSymbolFree(fused);
      LIBRARY.MXSymbolFree(symbol);
    }
  }

  /** Where an array's elements are; brings them into row-major order first if oneDNN moved them. */
  static Pointer data(Pointer array) {
    PointerByReference result = new PointerByReference();
    JnaUtils.checkCall(LIBRARY.MXNDArrayGetData(array, result));
    return result.getValue();
  }
}
