package dev.retinagate.cli;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.http.detect.DetectParameters;
import dev.retinagate.http.problem.FailedRequest;
import io.vertx.core.MultiMap;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The flags of rules, zones and suppression: the parameters of {@code POST /detect}. */
final class SceneOptions {

  @Option(
      names = "--forbid",
      paramLabel = "RULES",
      description =
          "Labels that must not be there, comma-separated; each may be LABEL@THRESHOLD/ZONE.")
  private String forbid;

  @Option(
      names = "--expect",
      paramLabel = "RULES",
      description =
          "Labels that must be there, comma-separated; each may be LABEL:N@THRESHOLD/ZONE.")
  private String expect;

  @Option(
      names = "--count",
      paramLabel = "RULES",
      description = "Labels to count, comma-separated; each may be LABEL@THRESHOLD/ZONE.")
  private String count;

  @Option(
      names = "--zone",
      paramLabel = "NAME:X,Y,X,Y,X,Y",
      description =
          "A polygon that rules refer to; corners as shares of the width and height, 0..1. May be"
              + " given several times.")
  private List<String> zones = List.of();

  @Option(
      names = "--iou",
      paramLabel = "I",
      description =
          "Overlap above which the worse of two detections of a label is left out, 0..1; by default"
              + " the model's own.")
  private String iou;

  @Option(
      names = "--agnostic",
      description = "Also leaves out the worse of two overlapping detections of different labels.")
  private boolean agnostic;

  /**
   * What a detector is asked for.
   *
   * @param byDefault threshold and most detections
   * @throws ParameterException in the words of the API if a flag is wrong for the model
   */
  DetectionQuery query(ModelDescription model, DetectionQuery byDefault, CommandLine command) {
    MultiMap parameters = MultiMap.caseInsensitiveMultiMap();
    add(parameters, DetectParameters.FORBID, forbid);
    add(parameters, DetectParameters.EXPECT, expect);
    add(parameters, DetectParameters.COUNT, count);
    add(parameters, DetectParameters.IOU, iou);
    zones.forEach(zone -> parameters.add(DetectParameters.ZONE, zone));
    parameters.add(DetectParameters.AGNOSTIC, String.valueOf(agnostic));
    try {
      return DetectParameters.parse(parameters, model, byDefault).query();
    } catch (FailedRequest e) {
      throw new ParameterException(command, e.failure().detail(), e);
    }
  }

  private static void add(MultiMap parameters, String name, String value) {
    if (value != null) {
      parameters.add(name, value);
    }
  }
}
