package dev.retinagate.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RandomScene;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Scenes of made-up pictures against a reference that sees every detection. */
class SceneTest {

  private static final List<String> LABELS = List.of("person", "cat", "cup");
  private static final Thresholds MODEL = new Thresholds(0.5f, 0.5f, 300);
  private static final StageTimes NO_TIME = new StageTimes(0, 0, 0, 0);

  /** The lower left quarter. */
  private static final Zone ZONE =
      new Zone(
          "yard",
          List.of(
              new Zone.Corner(0, 0.5),
              new Zone.Corner(0.5, 0.5),
              new Zone.Corner(0.5, 1),
              new Zone.Corner(0, 1)));

  private static final Zone WHOLE =
      new Zone(
          "whole",
          List.of(
              new Zone.Corner(0, 0),
              new Zone.Corner(1, 0),
              new Zone.Corner(1, 1),
              new Zone.Corner(0, 1)));

  @Test
  void noThresholdLabelsOrMaxBlindARuleAndNoRuleChangesTheAnswer() {
    int alerts = 0;
    int scenes = 0;
    for (long seed = 0; seed < 12; seed++) {
      RandomScene picture = new RandomScene(seed, LABELS);
      for (DetectionQuery query : queries(seed)) {
        Scene scene = Scene.of(query, detections(picture.detect(query, MODEL)));

        double iou = query.suppression().iou(MODEL.iou());
        List<Detection> everything = picture.everything(iou);
        assertThat(scene.answer().found()).as("%s", query).isEqualTo(answer(query, everything));
        assertThat(scene.assessment().orElseThrow())
            .as("%s", query)
            .isEqualTo(assessment(query.rules().rules(), everything));
        alerts += scene.assessment().get().isAlert() ? 1 : 0;
        scenes++;
      }
    }
    assertThat(scenes).isEqualTo(12 * 3 * 2 * 3 * 4 * 3 * 3);
    assertThat(alerts).isBetween(scenes / 10, scenes * 9 / 10);
  }

  /** Every combination of what could blind a rule. */
  private static List<DetectionQuery> queries(long seed) {
    Random random = new Random(seed);
    List<DetectionQuery> queries = new ArrayList<>();
    for (Rule.Kind kind : Rule.Kind.values()) {
      for (Optional<Zone> zone : List.of(Optional.<Zone>empty(), Optional.of(ZONE))) {
        for (float ruleThreshold : new float[] {0.1f, 0.6f, 0.95f}) {
          for (BitSet classes : new BitSet[] {null, bits(0), bits(1), bits(1, 2)}) {
            for (int max : new int[] {1, 5, 300}) {
              for (Suppression suppression :
                  List.of(Suppression.OF_MODEL, iou(0.2, false), iou(0.1, true))) {
                int atLeast = kind == Rule.Kind.EXPECT ? 1 + random.nextInt(8) : 1;
                List<Rule> rules = new ArrayList<>();
                rules.add(new Rule(kind, 0, "person", atLeast, ruleThreshold, zone));
                if (random.nextBoolean()) {
                  float threshold = random.nextFloat();
                  rules.add(new Rule(Rule.Kind.COUNT, 2, "cup", 1, threshold, Optional.empty()));
                }
                queries.add(
                    new DetectionQuery(
                        0.6f, max, classes, suppression, new SceneRules(rules, List.of(ZONE))));
              }
            }
          }
        }
      }
    }
    return queries;
  }

  private static List<Detection> answer(DetectionQuery query, List<Detection> everything) {
    List<Detection> kept =
        everything.stream()
            .filter(one -> one.score() >= query.threshold())
            .filter(one -> query.classes() == null || query.classes().get(one.classId()))
            .toList();
    OptionalDouble acrossLabels = query.suppression().acrossLabels();
    if (acrossLabels.isPresent()) {
      kept = RandomScene.suppress(kept, acrossLabels.getAsDouble(), true);
    }
    return kept.stream().limit(query.max()).toList();
  }

  private static Assessment assessment(List<Rule> rules, List<Detection> everything) {
    List<Assessment.Intruder> intruders = new ArrayList<>();
    List<Assessment.Tally> missing = new ArrayList<>();
    List<Assessment.Tally> counts = new ArrayList<>();
    for (Rule rule : rules) {
      List<Detection> matching = new ArrayList<>();
      for (Detection one : everything) {
        boolean inZone =
            one.box().x() + one.box().width() / 2 <= RandomScene.WIDTH / 2.0
                && one.box().y() + one.box().height() >= RandomScene.HEIGHT / 2.0;
        if (one.label().equals(rule.label())
            && one.score() >= rule.threshold()
            && (rule.zone().isEmpty() || inZone)) {
          matching.add(one);
        }
      }
      Assessment.Tally tally = new Assessment.Tally(rule, matching.size());
      switch (rule.kind()) {
        case FORBID -> matching.forEach(one -> intruders.add(new Assessment.Intruder(one, rule)));
        case EXPECT -> {
          if (matching.size() < rule.atLeast()) {
            missing.add(tally);
          }
        }
        case COUNT -> counts.add(tally);
      }
    }
    return new Assessment(intruders, missing, counts);
  }

  @Test
  void theDetectorIsAskedForWhatIsNeededAndForNothingElse() {
    Rule person = new Rule(Rule.Kind.FORBID, 0, "person", 1, 0.2f, Optional.empty());
    Rule cat = new Rule(Rule.Kind.COUNT, 1, "cat", 1, 0.9f, Optional.empty());
    DetectionQuery query =
        new DetectionQuery(
            0.5f,
            1,
            bits(1),
            Suppression.OF_MODEL,
            new SceneRules(List.of(person, cat), List.of()));

    assertThat(query.floor(0)).isEqualTo(0.2f);
    assertThat(query.floor(1)).isEqualTo(0.5f);
    assertThat(query.floor(2)).isEqualTo(DetectionQuery.UNWANTED);
    assertThat(query.floor(79)).isEqualTo(DetectionQuery.UNWANTED);
  }

  @Test
  void eachLabelOfARuleHasTheModelsBoundForItself() {
    // 20 cats that are better than 5 persons.
    int count = 25;
    float[] boxes = new float[4 * count];
    float[] scores = new float[count];
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      boxes[4 * i] = 20 * i;
      boxes[4 * i + 2] = 20 * i + 10;
      boxes[4 * i + 3] = 10;
      scores[i] = 0.9f - i / 100f;
      classes[i] = i < 20 ? 1 : 0;
    }
    Rule person = new Rule(Rule.Kind.COUNT, 0, "person", 1, 0.1f, Optional.empty());
    Rule cat = new Rule(Rule.Kind.COUNT, 1, "cat", 1, 0.1f, Optional.empty());
    DetectionQuery query =
        new DetectionQuery(
            0.1f, 2, null, Suppression.OF_MODEL, new SceneRules(List.of(person, cat), List.of()));

    int[] kept =
        NonMaximumSuppression.select(
            boxes, scores, classes, count, 0.5f, Quota.of(query, 3, LABELS.size()));

    assertThat(kept).containsExactly(0, 1, 2, 20, 21, 22);
  }

  @Test
  void anIntruderIsDrawnThoughTheAnswerLeavesItOutAndOnlyOnce() {
    Detection person = new Detection(0, "person", 0.3f, new Box(0, 0, 10, 10));
    Detection cat = new Detection(1, "cat", 0.9f, new Box(0, 0, 10, 10));
    Rule anywhere = new Rule(Rule.Kind.FORBID, 0, "person", 1, 0.1f, Optional.empty());
    Rule inZone = new Rule(Rule.Kind.FORBID, 0, "person", 1, 0.2f, Optional.of(WHOLE));
    Scene scene =
        Scene.of(
            new DetectionQuery(
                0.5f,
                5,
                null,
                Suppression.OF_MODEL,
                new SceneRules(List.of(anywhere, inZone), List.of(WHOLE))),
            detections(List.of(cat, person)));

    assertThat(scene.answer().found()).containsExactly(cat);
    assertThat(scene.assessment().orElseThrow().intruders()).hasSize(2);
    assertThat(scene.intruders()).containsExactly(person);
    assertThat(scene.drawn()).containsExactly(cat, person);
    assertThat(scene.zones()).containsExactly(WHOLE);
  }

  @Test
  void ofACrowdTheBestAreDrawnAndIntrudersBeforeOthers() {
    List<Detection> cats =
        IntStream.range(0, 250)
            .mapToObj(i -> new Detection(1, "cat", 0.99f - i / 1000f, new Box(i, 0, 10, 10)))
            .toList();
    List<Detection> persons =
        IntStream.range(0, 400)
            .mapToObj(i -> new Detection(0, "person", 0.5f - i / 1000f, new Box(i, 0, 10, 10)))
            .toList();
    Rule person = new Rule(Rule.Kind.FORBID, 0, "person", 1, 0f, Optional.empty());

    assertThat(crowd(cats, persons.subList(0, 100), person).drawn())
        .containsExactlyElementsOf(concat(cats.subList(0, 200), persons.subList(0, 100)));
    Scene many = crowd(cats, persons, person);
    assertThat(many.drawn()).containsExactlyElementsOf(persons.subList(0, 300));
    assertThat(many.answer().found()).containsExactlyElementsOf(cats);
    assertThat(many.assessment().orElseThrow().intruders()).hasSize(400);
  }

  private static Scene crowd(List<Detection> cats, List<Detection> persons, Rule rule) {
    return Scene.of(
        new DetectionQuery(
            0.6f, 300, null, Suppression.OF_MODEL, new SceneRules(List.of(rule), List.of())),
        detections(concat(cats, persons)));
  }

  private static List<Detection> concat(List<Detection> first, List<Detection> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  @Test
  void aRequestWithoutRulesGetsWhatTheDetectorFound() {
    List<Detection> found =
        List.copyOf(new RandomScene(1, LABELS).detect(DetectionQuery.of(0.5f, 7), MODEL));

    Scene scene = Scene.of(DetectionQuery.of(0.5f, 7), detections(found));

    assertThat(found).hasSize(7);
    assertThat(scene.answer().found()).isSameAs(found);
    assertThat(scene.assessment()).isEmpty();
  }

  private static Detections detections(List<Detection> found) {
    return new Detections(RandomScene.WIDTH, RandomScene.HEIGHT, found, NO_TIME);
  }

  private static Suppression iou(double iou, boolean acrossLabels) {
    return new Suppression(
        OptionalDouble.of(iou), acrossLabels ? OptionalDouble.of(iou) : OptionalDouble.empty());
  }

  private static BitSet bits(int... ids) {
    BitSet bits = new BitSet();
    for (int id : ids) {
      bits.set(id);
    }
    return bits;
  }
}
