package dev.retinagate.detection;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
   * Most detections to draw, as many as an answer may have. Rules can find thousands of intruders:
   * to draw them all would take a worker seconds, and boxes would cover the whole picture.
   */
  static final int MAX_DRAWN = 300;

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

  /**
   * The detections to draw, best first: an intruder also where the answer leaves it out. Of more
   * than {@code MAX_DRAWN} the best intruders stay, and then the best others.
   */
  public List<Detection> drawn() {
    List<Detection> intruders = intruders();
    Set<Detection> drawn =
        Stream.concat(intruders.stream(), answer.found().stream())
            .distinct()
            .limit(MAX_DRAWN)
            .collect(Collectors.toSet());
    return Stream.concat(
            intruders.stream().filter(one -> !answer.found().contains(one)),
            answer.found().stream())
        .filter(drawn::contains)
        .sorted((a, b) -> Float.compare(b.score(), a.score()))
        .toList();
  }
}
