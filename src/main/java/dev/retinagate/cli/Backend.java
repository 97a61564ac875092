package dev.retinagate.cli;

import dev.retinagate.config.Config;
import dev.retinagate.detection.DetectorException;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.worker.Annotator;
import java.util.List;

/** The models and the drawing, as the commands see them; tests put a stub in their place. */
interface Backend {

  /** The product's own. */
  Backend BUILT_IN = new BuiltInBackend();

  /**
   * Opens the configured model, the first of several.
   *
   * @throws DetectorException if the model is missing or damaged; the message is for a person
   */
  DetectorFactory open(Config config);

  /**
   * Opens all models of the configuration, the default first.
   *
   * @throws DetectorException if one is missing or damaged; the message is for a person
   */
  List<DetectorFactory> openAll(Config config);

  /** Draws detections into pictures. */
  Annotator annotator(Config config);

  /**
   * Ends the process with this status, even if a detector still works on a picture that was given
   * up.
   */
  void exit(int status);
}
