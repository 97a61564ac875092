package dev.retinagate.detection;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a request is answered of one picture.
 *
 * @param answer the detections that the request keeps
 * @param assessment by the request's rules; empty if it has none
 * @param zones of the request
 */
public record Scene(Detections answer, Optional<Assessment> assessment, List<Zone> zones) {

  /**
   * Applies the rules to what was found, and then leaves out what is not for the answer.
   *
   * @param query that the detector was given
   * @param found by the detector
   */
  public static Scene of(DetectionQuery query, Detections found) {
    SceneRules rules = query.rules();
    return new Scene(
        new Detections(
            found.imageWidth(), found.imageHeight(), query.answerOf(found.found()), found.times()),
        rules.isEmpty() ? Optional.empty() : Optional.of(rules.assess(found)),
        rules.zones());
  }

  /** The detections that are forbidden, best first. */
  public List<Detection> intruders() {
    return assessment.map(Assessment::intruding).orElse(List.of());
  }

  /** All detections to draw, best first: an intruder also where the answer leaves it out. */
  public List<Detection> drawn() {
    List<Detection> intruders = intruders();
    return Stream.concat(
            intruders.stream().filter(one -> !answer.found().contains(one)),
            answer.found().stream())
        .sorted((a, b) -> Float.compare(b.score(), a.score()))
        .toList();
  }
}
