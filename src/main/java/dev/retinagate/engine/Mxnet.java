package dev.retinagate.engine;

import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.mxnet.jna.LibUtils;
import ai.djl.mxnet.jna.MxnetLibrary;
import dev.retinagate.os.NativeMessages;
import dev.retinagate.os.ProcessExit;

/** MXNet's C interface, loaded on first use. */
final class Mxnet {

  /** Source: MXNet 1.9, {@code src/engine/engine.cc}. */
  private static final String ANNOUNCEMENT = "MXNet start using engine";

  static final MxnetLibrary LIBRARY = load();

  private Mxnet() {}

  /** Loads the library if it has not been: initialising the class does it. */
  static void start() {
    // Nothing is left to do.
  }

  /**
   * Lists MXNet's operators before any other call: only then MXNet registers the older operators,
   * Pad among them, and a graph that is parsed earlier cannot be rewritten.
   *
   * <p>Starts MXNet's engine as well, which announces itself on standard error; that cannot be
   * turned off.
   */
  private static MxnetLibrary load() {
    JnaUtils.getAllOpNames();
    MxnetLibrary library = LibUtils.loadLibrary();
    ProcessExit.skipDestructors();
    NativeMessages.without(ANNOUNCEMENT, library::MXNDArrayWaitAll);
    return library;
  }
}
