package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Rule;
import dev.retinagate.detection.Scene;
import dev.retinagate.detection.SceneRules;
import dev.retinagate.detection.StageTimes;
import dev.retinagate.detection.Suppression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LegendTest {

  private static final Detection PERSON = detection(0, "person", 0.728f);

  private static Detection detection(int classId, String label, float score) {
    return new Detection(classId, label, score, new Box(10, 10, 50, 50));
  }

  private static Legend legend(List<Rule> rules, Detection... detections) {
    return new Legend(
        Scene.of(
            new DetectionQuery(
                0f, 100, null, Suppression.OF_MODEL, new SceneRules(rules, List.of())),
            new Detections(100, 100, List.of(detections), new StageTimes(0, 0, 0, 0))));
  }

  @Test
  void aClassHasTheSameColourInEveryPicture() {
    Detection cat = detection(15, "cat", 0.9f);

    assertThat(legend(List.of(), cat, PERSON).ink(PERSON))
        .isEqualTo(legend(List.of(), PERSON).ink(PERSON));
  }

  @Test
  void theStrongestEightLabelsDifferInColour() {
    // 8 is the number of hues: each of these classes would like the first one.
    Detection[] detections =
        IntStream.range(0, 8)
            .mapToObj(i -> detection(8 * i, "class " + i, 0.9f - i / 10f))
            .toArray(Detection[]::new);
    Legend legend = legend(List.of(), detections);

    List<Integer> colours = new ArrayList<>();
    for (Detection one : detections) {
      assertThat(legend.ink(one).dash()).isZero();
      colours.add(legend.ink(one).rgb());
    }
    assertThat(colours).doesNotHaveDuplicates();
  }

  @Test
  void furtherLabelsDifferInTheDash() {
    Detection[] detections =
        IntStream.range(0, 17)
            .mapToObj(i -> detection(i, "class " + i, 0.9f - i / 100f))
            .toArray(Detection[]::new);
    Legend legend = legend(List.of(), detections);

    assertThat(legend.ink(detections[8]).dash()).isEqualTo(1);
    assertThat(legend.ink(detections[16]).dash()).isEqualTo(2);
    assertThat(legend.ink(detections[16]).rgb()).isEqualTo(legend.ink(detections[0]).rgb());
  }

  @Test
  void aLabelIsTheWordWithTheScoreInTwoDecimals() {
    assertThat(legend(List.of(), PERSON).text(PERSON)).isEqualTo("person 0.73");
  }

  @Test
  void anIntruderHasAColourOfItsOwnAndAnExclamationMark() {
    Rule nobody = new Rule(Rule.Kind.FORBID, 0, "person", 1, 0.1f, Optional.empty());
    Legend legend = legend(List.of(nobody), PERSON);

    assertThat(legend.ink(PERSON)).isEqualTo(Ink.OF_INTRUDER);
    assertThat(legend.text(PERSON)).isEqualTo("! person 0.73");
  }
}
