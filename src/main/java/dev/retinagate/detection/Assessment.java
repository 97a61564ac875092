package dev.retinagate.detection;

import java.util.List;

/**
 * What the rules of a request say of one picture.
 *
 * @param intruders what must not be there, best first; a detection that two rules forbid is there
 *     twice, once for each
 * @param missing the rules that expect more than there is, in the order of the request
 * @param counts of the rules that count, in the order of the request
 */
public record Assessment(List<Intruder> intruders, List<Tally> missing, List<Tally> counts) {

  /** Keeps immutable copies. */
  public Assessment {
    intruders = List.copyOf(intruders);
    missing = List.copyOf(missing);
    counts = List.copyOf(counts);
  }

  /**
   * A detection that is forbidden.
   *
   * @param detection the forbidden detection
   * @param rule the rule that forbids it
   */
  public record Intruder(Detection detection, Rule rule) {}

  /**
   * How many detections a rule has found.
   *
   * @param rule the rule
   * @param found the number, from 0
   */
  public record Tally(Rule rule, int found) {}

  /** Whether a person should look: something is there that must not be, or something is missing. */
  public boolean isAlert() {
    return !intruders.isEmpty() || !missing.isEmpty();
  }

  /** The detections that are forbidden, best first, each once. */
  public List<Detection> intruding() {
    return intruders.stream().map(Intruder::detection).distinct().toList();
  }
}
