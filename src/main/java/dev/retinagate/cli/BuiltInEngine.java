package dev.retinagate.cli;

import dev.retinagate.config.Config;
import dev.retinagate.detection.DetectorException;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.worker.Annotator;

/** The models of the repository on disk, and the drawing of {@code image}. */
final class BuiltInEngine implements Engine {

  @Override
  public DetectorFactory open(Config config) {
    throw new DetectorException(
        "there is no model '" + config.model().name() + "' in " + config.model().directory());
  }

  @Override
  public Annotator annotator(Config config) {
    return (picture, detections, format) -> {
      throw new DetectorException("pictures cannot be annotated by this build");
    };
  }
}
