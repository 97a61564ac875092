package dev.retinagate.node;

import dev.retinagate.config.Config;
import dev.retinagate.detection.ServedModels;
import dev.retinagate.http.deepstack.DeepstackProtocol;
import dev.retinagate.http.detect.DetectProtocol;
import dev.retinagate.http.intake.Protocol;
import dev.retinagate.http.rekognition.RekognitionProtocol;
import java.time.InstantSource;
import java.util.List;

/** The ways to ask a node for detections. Another one is a room of its own, and a line here. */
final class Protocols {

  private Protocols() {}

  /** The protocols of every node, for its models. */
  static List<Protocol> of(ServedModels models, Config config) {
    Config.Detection defaults = config.detection();
    return List.of(
        new DetectProtocol(models, defaults),
        new RekognitionProtocol(models, config, InstantSource.system()),
        new DeepstackProtocol(models, defaults));
  }
}
