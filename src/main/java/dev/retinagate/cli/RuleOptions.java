package dev.retinagate.cli;

import dev.retinagate.client.DetectionParameters;
import dev.retinagate.detection.Zone;
import dev.retinagate.http.detect.ZoneParameter;
import dev.retinagate.http.problem.FailedRequest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What is asked of each picture; the node checks it. */
final class RuleOptions {

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Model of a node that serves several; its first by default.")
  private String model;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description = "Smallest score, 0..1; the node's own by default.")
  private String threshold;

  @Option(
      names = "--max",
      paramLabel = "N",
      description = "Most detections a picture, 1..300; the node's own by default.")
  private String max;

  @Option(
      names = "--labels",
      paramLabel = "LABEL,...",
      description = "Labels to answer; all by default.")
  private String labels;

  @Option(
      names = "--forbid",
      paramLabel = "RULE,...",
      description =
          "Labels that must not be there, as in person,dog or person@0.4/yard: alerts if one is.")
  private String forbid;

  @Option(
      names = "--expect",
      paramLabel = "RULE,...",
      description =
          "Labels that must be there, as in cow or cow:3/meadow: alerts if one is missing.")
  private String expect;

  @Option(
      names = "--count",
      paramLabel = "RULE,...",
      description = "Labels to count, as in cow,person or cow/meadow.")
  private String count;

  @Option(
      names = "--zone",
      paramLabel = "NAME:X,Y,...",
      description =
          "A zone that rules name: 3 to 32 points, as shares of the width and the height; several"
              + " are allowed.")
  private List<String> zones = new ArrayList<>();

  boolean counts() {
    return count != null;
  }

  /**
   * The zones, for drawing.
   *
   * @throws FailedRequest naming the first that is wrong
   */
  List<Zone> zones() throws FailedRequest {
    return ZoneParameter.parse(zones);
  }

  /** The query of POST /detect. */
  DetectionParameters parameters() {
    DetectionParameters all = DetectionParameters.NONE;
    all = with(all, "model", model);
    all = with(all, "threshold", threshold);
    all = with(all, "max", max);
    all = with(all, "labels", labels);
    all = with(all, "forbid", forbid);
    all = with(all, "expect", expect);
    all = with(all, "count", count);
    for (String zone : zones) {
      all = all.with("zone", zone);
    }
    return all;
  }

  private static DetectionParameters with(DetectionParameters all, String name, String value) {
    return value == null ? all : all.with(name, value);
  }
}
