package dev.retinagate.node;

import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorException;
import dev.retinagate.detection.PictureException;
import dev.retinagate.image.PictureEncoder;
import java.nio.ByteBuffer;

/**
 * Tries a detector of a new version on a picture before it serves. A network always has some score
 * for everything; weights that are not numbers have none.
 */
final class DetectorTrial {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int MAX_DETECTIONS = 100;

  private DetectorTrial() {}

  /**
   * Lets a detector look at noise.
   *
   * @throws DetectorException if the answer cannot be that of a sound network
   */
  static void run(Detector detector) {
    String name = detector.model().name();
    ByteBuffer picture = PictureEncoder.noise(WIDTH, HEIGHT);
    Detections found;
    try {
      found = detector.detect(picture, DetectionQuery.of(0, MAX_DETECTIONS));
    } catch (PictureException e) {
      throw new DetectorException("model " + name + " cannot read the trial picture", e);
    }
    if (found.found().isEmpty()) {
      throw new DetectorException(
          "model " + name + " has no score for anything in the trial picture: broken weights");
    }
    for (Detection detection : found.found()) {
      if (!(detection.score() >= 0 && detection.score() <= 1)
          || !Float.isFinite(detection.box().width())
          || !Float.isFinite(detection.box().height())) {
        throw new DetectorException(
            "model " + name + " answers the trial picture with " + detection);
      }
    }
  }
}
