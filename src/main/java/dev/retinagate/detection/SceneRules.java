package dev.retinagate.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of a request and its zones. Immutable.
 *
 * <p>A rule looks at all detections of its label from its own threshold on, whatever the request
 * keeps for its answer. So the detector has to find them, see {@link DetectionQuery#floor}.
 */
public final class SceneRules {

  /** A request without rules. */
  public static final SceneRules NONE = new SceneRules(List.of(), List.of());

  private final List<Rule> rules;
  private final List<Zone> zones;

  /** Smallest threshold of a rule by class id; classes beyond the end have no rule. */
  private final float[] floors;

  /**
   * Rules and zones.
   *
   * @param rules in the order in which the assessment tells their results
   * @param zones all zones of the request, also those without a rule: they are drawn
   */
  public SceneRules(List<Rule> rules, List<Zone> zones) {
    this.rules = List.copyOf(rules);
    this.zones = List.copyOf(zones);
    floors = new float[1 + rules.stream().mapToInt(Rule::classId).max().orElse(-1)];
    Arrays.fill(floors, DetectionQuery.UNWANTED);
    for (Rule rule : rules) {
      floors[rule.classId()] = Math.min(floors[rule.classId()], rule.threshold());
    }
  }

  /** The rules in the order of the request. */
  public List<Rule> rules() {
    return rules;
  }

  /** The zones of the request. */
  public List<Zone> zones() {
    return zones;
  }

  /** Whether there are no rules: nothing is assessed. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * The smallest score of a class that a rule looks at; {@link DetectionQuery#UNWANTED} if none.
   */
  float floor(int classId) {
    return classId < floors.length ? floors[classId] : DetectionQuery.UNWANTED;
  }

  /** How many classes the rules look at. */
  int watchedClasses() {
    int watched = 0;
    for (float floor : floors) {
      watched += floor < DetectionQuery.UNWANTED ? 1 : 0;
    }
    return watched;
  }

  /**
   * Holds the rules against what was found.
   *
   * @param found every detection that a rule looks at, and others; best first
   */
  public Assessment assess(Detections found) {
    List<Assessment.Intruder> intruders = new ArrayList<>();
    for (Detection detection : found.found()) {
      for (Rule rule : rules) {
        if (rule.kind() == Rule.Kind.FORBID
            && rule.matches(detection, found.imageWidth(), found.imageHeight())) {
          intruders.add(new Assessment.Intruder(detection, rule));
        }
      }
    }
    return new Assessment(
        intruders,
        tallies(Rule.Kind.EXPECT, found)
            .filter(tally -> tally.found() < tally.rule().atLeast())
            .toList(),
        tallies(Rule.Kind.COUNT, found).toList());
  }

  private Stream<Assessment.Tally> tallies(Rule.Kind kind, Detections found) {
    return rules.stream()
        .filter(rule -> rule.kind() == kind)
        .map(rule -> new Assessment.Tally(rule, count(rule, found)));
  }

  private static int count(Rule rule, Detections found) {
    return (int)
        found.found().stream()
            .filter(one -> rule.matches(one, found.imageWidth(), found.imageHeight()))
            .count();
  }
}
