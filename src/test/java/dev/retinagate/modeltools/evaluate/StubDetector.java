package dev.retinagate.modeltools.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.Labels;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.StageTimes;
import dev.retinagate.detection.Thresholds;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * Knows its answers by the "picture", which is a file that holds the answer's name. Every stage
 * takes as long as its constant says; a picture without an answer cannot be decoded.
 */
record StubDetector(Labels labels, int width, int height, Map<String, List<Detection>> answers)
    implements Detector {

  static final StageTimes TIMES = new StageTimes(4_000_000, 1_000_000, 20_000_000, 0);

  static Detection detection(int classId, double score, double x, double y, double w, double h) {
    Box box = new Box((float) x, (float) y, (float) w, (float) h);
    return new Detection(classId, "class " + classId, (float) score, box);
  }

  @Override
  public ModelDescription model() {
    return new ModelDescription(
        "stub",
        "stub",
        "fp32",
        "avx2",
        Map.of(),
        new Thresholds(0.5f, 0.5f, 300),
        labels,
        Map.of(),
        Map.of());
  }

  @Override
  public Detections detect(ByteBuffer picture, DetectionQuery query) throws PictureException {
    List<Detection> answer = answers.get(UTF_8.decode(picture.duplicate()).toString());
    if (answer == null) {
      throw new PictureException(PictureException.Reason.UNDECODABLE, "the picture is damaged");
    }
    return new Detections(width, height, answer, TIMES);
  }

  @Override
  public void close() {
    // Nothing native here.
  }
}
