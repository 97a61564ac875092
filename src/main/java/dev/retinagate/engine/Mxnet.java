package dev.retinagate.engine;

import ai.djl.mxnet.jna.LibUtils;
import ai.djl.mxnet.jna.MxnetLibrary;

/** MXNet's C interface, loaded on first use. */
final class Mxnet {

  static final MxnetLibrary LIBRARY = LibUtils.loadLibrary();

  private Mxnet() {}
}
