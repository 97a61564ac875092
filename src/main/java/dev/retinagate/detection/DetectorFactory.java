package dev.retinagate.detection;

/** Makes detectors of one model; safe to call from any thread. */
public interface DetectorFactory {

  /** The model that the detectors run; available without loading the engine. */
  ModelDescription model();

  /**
   * Builds a detector, ready to answer (its network has run once). Slow: never on an event loop.
   *
   * @throws DetectorException if the model or the engine cannot be loaded
   */
  Detector create();
}
