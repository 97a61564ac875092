package dev.retinagate.cli;

import dev.retinagate.config.Config;
import dev.retinagate.detection.DetectorException;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.worker.Annotator;

/** What looks at pictures: the seam between serving and the models. */
interface Backend {

  /** The one that is shipped. */
  Backend BUILT_IN = new BuiltInBackend();

  /**
   * Opens the configured model.
   *
   * @throws DetectorException if the model is not there or damaged; the message is for a person
   */
  DetectorFactory open(Config config);

  /** Draws detections into pictures. */
  Annotator annotator(Config config);

  /** Ends the process with this status, even if a detector is at work that has been given up. */
  void exit(int status);
}
