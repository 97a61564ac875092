package dev.retinagate.node;

import dev.retinagate.config.Config;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.http.deepstack.DeepstackProtocol;
import dev.retinagate.http.detect.DetectProtocol;
import dev.retinagate.http.intake.Protocol;
import dev.retinagate.http.rekognition.RekognitionProtocol;
import java.time.InstantSource;
import java.util.List;

/** The ways to ask a node for detections. Another one is a room of its own, and a line here. */
final class Protocols {

  private Protocols() {}

  /** The protocols of every node, for its model. */
  static List<Protocol> of(ModelDescription model, Config config) {
    Config.Detection defaults = config.detection();
    return List.of(
        new DetectProtocol(model, defaults),
        new RekognitionProtocol(model, config, InstantSource.system()),
        new DeepstackProtocol(
            model.name(), model.defaultQuery(defaults.threshold(), defaults.max())));
  }
}
