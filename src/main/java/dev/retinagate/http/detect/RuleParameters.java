package dev.retinagate.http.detect;

import dev.retinagate.config.Numbers;
import dev.retinagate.detection.Labels;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.Rule;
import dev.retinagate.detection.Rule.Kind;
import dev.retinagate.detection.SceneRules;
import dev.retinagate.detection.Zone;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.reply.Quotation;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code forbid}, {@code expect} and {@code count}, comma-separated rules of the form {@code
 * label[:n][@threshold][/zone]}. Pure.
 *
 * <p>The longest label of the model with which a rule begins is its label, so that a label may have
 * {@code :}, {@code @} and {@code /} in it. A label with a comma cannot be named, as in {@code
 * labels}.
 */
final class RuleParameters {

  /**
   * Most rules of a request. A rule may find as many intruders as the model finds detections, so
   * that more would make answers that are too large to be written by an event loop.
   */
  static final int MAX_RULES = 16;

  private static final String FORM = "label[:n][@threshold][/zone]";

  /** What follows the label. */
  private static final Pattern REST =
      Pattern.compile("(?::(?<n>[^:@/]*))?(?:@(?<threshold>[^:@/]*))?(?:/(?<zone>.*))?");

  private static final Map<Kind, String> NAMES =
      Map.of(
          Kind.FORBID, DetectParameters.FORBID,
          Kind.EXPECT, DetectParameters.EXPECT,
          Kind.COUNT, DetectParameters.COUNT);

  private final Labels labels;
  private final int longestLabel;
  private final int mostFound;
  private final float threshold;

  /**
   * For requests to a model.
   *
   * @param threshold of a rule that names none
   */
  RuleParameters(ModelDescription model, float threshold) {
    this.labels = model.labels();
    this.longestLabel = labels.names().stream().mapToInt(String::length).max().orElse(0);
    this.mostFound = model.thresholds().maxDetections();
    this.threshold = threshold;
  }

  /**
   * The rules and zones of a request.
   *
   * @throws FailedRequest naming the first rule or zone that is wrong
   */
  SceneRules parse(MultiMap query) throws FailedRequest {
    List<Zone> zones = ZoneParameter.parse(query.getAll(DetectParameters.ZONE));
    List<Rule> rules = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (query.contains(NAMES.get(kind))) {
        for (String text : query.get(NAMES.get(kind)).split(",", -1)) {
          add(rule(kind, text.strip(), zones), text, rules);
        }
      }
    }
    return rules.isEmpty() && zones.isEmpty() ? SceneRules.NONE : new SceneRules(rules, zones);
  }

  private static void add(Rule rule, String text, List<Rule> rules) throws FailedRequest {
    for (Rule other : rules) {
      if (other.kind() == rule.kind()
          && other.classId() == rule.classId()
          && other.zone().equals(rule.zone())) {
        throw bad(rule.kind(), text, "; there is a rule for this label and zone already.");
      }
    }
    if (rules.size() == MAX_RULES) {
      throw DetectParameters.bad(
          "There are more than "
              + MAX_RULES
              + " rules in 'forbid', 'expect' and 'count' together, the most of a request.");
    }
    rules.add(rule);
  }

  private Rule rule(Kind kind, String text, List<Zone> zones) throws FailedRequest {
    if (text.isEmpty()) {
      throw DetectParameters.bad(
          "'"
              + NAMES.get(kind)
              + "' has an empty rule; separate rules by single commas, each of the form "
              + FORM
              + ".");
    }
    int end = endOfLabel(text);
    if (end < 0) {
      String name = text.split("[:@/]", -1)[0];
      throw DetectParameters.unknownLabel(NAMES.get(kind), name, labels);
    }
    Matcher rest = REST.matcher(text.substring(end));
    if (!rest.matches()) {
      throw bad(kind, text, "; a rule has the form " + FORM + ".");
    }
    int classId = labels.find(text.substring(0, end)).orElseThrow();
    return new Rule(
        kind,
        classId,
        labels.name(classId),
        atLeast(kind, text, Optional.ofNullable(rest.group("n"))),
        threshold(kind, text, Optional.ofNullable(rest.group("threshold"))),
        zone(kind, Optional.ofNullable(rest.group("zone")), zones));
  }

  /**
   * Where the longest label ends with which the text begins; negative if there is none. Beyond the
   * longest of all, a text of thousands of separators would keep an event loop busy.
   */
  private int endOfLabel(String text) {
    for (int end = Math.min(text.length(), longestLabel); end > 0; end--) {
      boolean separated = end == text.length() || ":@/".indexOf(text.charAt(end)) >= 0;
      if (separated && labels.find(text.substring(0, end)).isPresent()) {
        return end;
      }
    }
    return -1;
  }

  private int atLeast(Kind kind, String text, Optional<String> n) throws FailedRequest {
    if (n.isEmpty()) {
      return 1;
    }
    if (kind != Kind.EXPECT) {
      throw bad(kind, text, "; only 'expect' takes a number of objects.");
    }
    return Numbers.whole(n.get(), mostFound)
        .orElseThrow(
            () ->
                bad(
                    kind,
                    text,
                    "; the number of objects has to be a whole one, 1.."
                        + mostFound
                        + ", the most that this model finds."));
  }

  private float threshold(Kind kind, String text, Optional<String> said) throws FailedRequest {
    return said.isEmpty()
        ? threshold
        : Numbers.share(said.get())
            .orElseThrow(
                () -> bad(kind, text, "; the threshold behind '@' has to be a number, 0..1."));
  }

  private static Optional<Zone> zone(Kind kind, Optional<String> name, List<Zone> zones)
      throws FailedRequest {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    for (Zone zone : zones) {
      if (zone.name().equals(name.get().strip())) {
        return Optional.of(zone);
      }
    }
    throw DetectParameters.unknown(
        NAMES.get(kind),
        name.get(),
        "a zone of this request",
        zones.stream().map(Zone::name).toList(),
        "; add it as zone=NAME:x,y,x,y,x,y.");
  }

  private static FailedRequest bad(Kind kind, String text, String why) {
    return DetectParameters.bad("'" + NAMES.get(kind) + "' has " + Quotation.of(text) + why);
  }
}
