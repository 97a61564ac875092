package dev.retinagate.engine;

import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.mxnet.jna.LibUtils;
import ai.djl.mxnet.jna.MxnetLibrary;

/** MXNet's C interface, loaded on first use. */
final class Mxnet {

  static final MxnetLibrary LIBRARY = load();

  private Mxnet() {}

  /**
   * Has MXNet list its operators before anything else is asked of it: that is when it registers the
   * older ones, Pad among them, and a graph that is parsed earlier cannot be rewritten.
   */
  private static MxnetLibrary load() {
    JnaUtils.getAllOpNames();
    return LibUtils.loadLibrary();
  }
}
