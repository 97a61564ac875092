package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.Assessment;
import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Rule;
import dev.retinagate.detection.Scene;
import dev.retinagate.detection.StageTimes;
import dev.retinagate.detection.Zone;
import dev.retinagate.detection.Zone.Corner;
import dev.retinagate.http.detect.DetectionsJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnsweredSceneTest {

  private static final Zone YARD =
      new Zone("yard", List.of(new Corner(0, 0), new Corner(1, 0), new Corner(1, 1)));
  private static final Detection CAT = new Detection(16, "cat", 0.75f, new Box(1, 2, 30, 40));
  private static final Detection DOG = new Detection(17, "dog", 0.5f, new Box(5, 6, 7, 8));

  @Test
  void whatIsDrawnIsWhatTheNodeWouldDrawAnIntruderThatTheAnswerLeavesOutIncluded() {
    Rule noDog = new Rule(Rule.Kind.FORBID, 17, "dog", 1, 0.4f, Optional.of(YARD));
    Scene ofNode =
        scene(
            Optional.of(
                new Assessment(
                    List.of(new Assessment.Intruder(DOG, noDog)), List.of(), List.of())));

    Scene read = read(ofNode);

    assertThat(read.drawn()).isEqualTo(ofNode.drawn()).containsExactly(CAT, DOG);
    assertThat(read.intruders()).isEqualTo(ofNode.intruders()).containsExactly(DOG);
    assertThat(read.zones()).containsExactly(YARD);
  }

  @Test
  void anAnswerWithoutRulesHasNoAssessment() {
    Scene read = read(scene(Optional.empty()));

    assertThat(read.drawn()).containsExactly(CAT);
    assertThat(read.assessment()).isEmpty();
  }

  private static Scene scene(Optional<Assessment> assessment) {
    return new Scene(
        new Detections(64, 48, List.of(CAT), new StageTimes(1, 1, 1, 1)),
        assessment,
        List.of(YARD));
  }

  private static Scene read(Scene ofNode) {
    return AnsweredScene.of(DetectionsJson.answer("model", ofNode, 0, 0, 0), ofNode.zones());
  }
}
