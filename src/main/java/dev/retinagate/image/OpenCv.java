package dev.retinagate.image;

import org.bytedeco.opencv.global.opencv_core;

/** Loads OpenCV the way a worker needs it. */
final class OpenCv {

  static {
    // Every native object here is closed by its owner; JavaCPP's own collector would refuse to
    // allocate once the engine's memory, which it cannot know, makes the process large.
    System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
    System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
    System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
    // Workers are the parallelism; a second pool below them would only compete with them.
    opencv_core.setNumThreads(1);
  }

  private OpenCv() {}

  /** Loads the library, which takes a while; does nothing the second time. */
  static void load() {}
}
