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

  /**
   * A factory of the same model whose detectors refuse, as {@link
   * PictureException.Reason#TOO_MUCH_WORK}, also pictures that take much longer to decode than to
   * look at. This factory if its detectors cannot tell.
   */
  default DetectorFactory forLightPictures() {
    return this;
  }

  /**
   * A factory of the same model whose detectors compute on so many threads; a thread that makes
   * such a detector makes no other kind. This factory if its detectors cannot.
   *
   * @param threads at least 1
   */
  default DetectorFactory onThreads(int threads) {
    return this;
  }
}
