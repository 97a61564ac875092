package dev.retinagate.engine;

import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.mxnet.jna.LibUtils;
import ai.djl.mxnet.jna.MxnetLibrary;

/** MXNet's C interface, loaded on first use. */
final class Mxnet {

  static final MxnetLibrary LIBRARY = load();

  private Mxnet() {}

  /**
   * Lists MXNet's operators before any other call: only then MXNet registers the older operators,
   * Pad among them, and a graph that is parsed earlier cannot be rewritten.
   */
  private static MxnetLibrary load() {
    JnaUtils.getAllOpNames();
    return LibUtils.loadLibrary();
  }
}
