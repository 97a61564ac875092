package dev.retinagate.http.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Labels;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.Rule;
import dev.retinagate.detection.Thresholds;
import dev.retinagate.http.problem.FailedRequest;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleParametersTest {

  private static final ModelDescription MODEL =
      new ModelDescription(
          "m",
          "f",
          "fp32",
          "avx2",
          Map.of(),
          new Thresholds(0.5f, 0.45f, 20),
          new Labels(List.of("person", "traffic light", "cow", "TIE/b@4", "tie", "tie/b")),
          Map.of(),
          Map.of());

  private static final String YARD = "yard:0.1,0.4,0.9,0.4,0.9,1,0.1,1";

  @Test
  void readsEveryFormOfARule() throws Exception {
    MultiMap query =
        query("threshold=0.6")
            .add("zone", YARD)
            .add("zone", "meadow: 0,0, 1,0, 1,1")
            .add("forbid", "person@0.4/yard, Traffic Light,person")
            .add("expect", "cow:3/meadow,cow")
            .add("count", "cow@1");

    List<Rule> rules = parse(query).rules().rules();

    assertThat(rules)
        .extracting(
            rule ->
                "%s %s:%d@%s/%s"
                    .formatted(
                        rule.kind(),
                        rule.label(),
                        rule.atLeast(),
                        rule.threshold(),
                        rule.zone().map(zone -> zone.name()).orElse("")))
        .containsExactly(
            "FORBID person:1@0.4/yard",
            "FORBID traffic light:1@0.6/",
            "FORBID person:1@0.6/",
            "EXPECT cow:3@0.6/meadow",
            "EXPECT cow:1@0.6/",
            "COUNT cow:1@1.0/");
    assertThat(parse(query).rules().zones())
        .extracting(zone -> zone.name() + zone.corners().size())
        .containsExactly("yard4", "meadow3");
  }

  @ParameterizedTest
  @CsvSource({
    "tie/b@4, TIE/b@4, '', 0.5",
    "tie/b@4@0.1/b, TIE/b@4, b, 0.1",
    "tie/b, tie/b, '', 0.5",
    "tie@0.2/b, tie, b, 0.2",
    "tie/b/b, tie/b, b, 0.5"
  })
  void theLongestLabelHoldsWhereLabelsHaveSeparators(
      String text, String label, String zone, float threshold) throws Exception {
    Rule rule =
        parse(query("").add("zone", "b:0,0,1,0,1,1").add("count", text)).rules().rules().get(0);

    assertThat(rule.label()).isEqualTo(label);
    assertThat(rule.zone().map(one -> one.name()).orElse("")).isEqualTo(zone);
    assertThat(rule.threshold()).isEqualTo(threshold);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "forbid=persn | 'forbid' has 'persn', which is not a label of this model (did you mean per",
        "forbid=zzzzzzzzzz:3 | has 'zzzzzzzzzz', which is not a label of this model; GET /models",
        "expect= | 'expect' has an empty rule; separate rules by single commas",
        "count=cow,,person | 'count' has an empty rule",
        "expect=cow:0 | 'expect' has 'cow:0'; the number of objects has to be a whole one, 1..20, t",
        "expect=cow:21 | 'expect' has 'cow:21'; the number of objects",
        "expect=cow: | 'expect' has 'cow:'; the number of objects",
        "forbid=cow:2 | 'forbid' has 'cow:2'; only 'expect' takes a number of objects.",
        "count=cow:2 | only 'expect' takes a number",
        "count=cow@1.5 | 'count' has 'cow@1.5'; the threshold behind '@' has to be a number, 0..1.",
        "count=cow@NaN | the threshold behind '@'",
        "count=cow@0.5:3 | 'count' has 'cow@0.5:3'; a rule has the form label[:n][@threshold][/zone]",
        "count=cow/yrd&zone=yard:0,0,1,0,1,1 | has 'yrd', which is not a zone of this request (did",
        "count=cow/yard | has 'yard', which is not a zone of this request; add it as zone=NAME:x,y",
        "count=cow,COW | 'count' has 'COW'; there is a rule for this label and zone already.",
        "count=cow&count=cow | 'count' is given more than once.",
        "zone=yard:0,0,1,0,1 | 'zone' 'yard' has 5 numbers; a zone is NAME:x,y,x,y,x,y with 3 to 32",
        "zone=yard:0,0,1,1 | 'zone' 'yard' has 4 numbers",
        "zone=yard: | 'zone' 'yard' has 1 numbers",
        "zone=0,0,1,0,1,1 | has no ':' behind its name",
        "zone=:0,0,1,0,1,1 | has no usable name; a name has 1 to 40 characters",
        "zone=a/b:0,0,1,0,1,1 | has no usable name",
        "zone=yard:0,0,1,0,1,1.5 | 'zone' 'yard' has the number '1.5'; a zone is",
        "zone=yard:0,0,1,0,1,x | has the number 'x'",
        "zone=yard:0,0,1,1,0.5,0.5 | 'zone' 'yard' has all of its corners on one line",
        "zone=a:0,0,1,0,1,1&zone=a:0,0,1,0,1,1 | 'zone' 'a' is given more than once.",
        "iou=1.1 | 'iou' is '1.1'; it has to be a number, 0..1.",
        "agnostic=yes | 'agnostic' is 'yes'; it has to be true or false.",
        "max=21 | 'max' is '21'; it has to be a whole number, 1..20, the most that this model finds."
      })
  void tellsWhatIsWrongAndWhatItHasToBe(String text, String detail) {
    assertThat(refusal(query(text))).contains(detail);
  }

  @Test
  void boundsRulesZonesAndCorners() throws Exception {
    MultiMap query = query("");
    IntStream.range(0, 16).forEach(i -> query.add("zone", "z" + i + ":0,0,1,0,1,1"));
    query.add("count", rules(16));
    assertThat(parse(query).rules().rules()).hasSize(16);

    assertThat(refusal(query.set("count", rules(16) + ",cow")))
        .isEqualTo(
            "There are more than 16 rules in 'forbid', 'expect' and 'count' together, the most of"
                + " a request.");
    assertThat(refusal(query("").add("zone", "z:" + corners(32) + ",1,1")))
        .contains("has 66 numbers");
    assertThat(parse(query("").add("zone", "z:" + corners(32))).rules().zones()).hasSize(1);
    assertThat(refusal(query.set("count", "cow").add("zone", "one:0,0,1,0,1,1")))
        .isEqualTo("There are 17 zones; 16 are the most of a request.");
  }

  private static String rules(int count) {
    return IntStream.range(0, count).mapToObj(i -> "cow/z" + i).collect(Collectors.joining(","));
  }

  private static String corners(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> i / 32.0 + "," + i % 2)
        .collect(Collectors.joining(","));
  }

  /** Looked up at each separator, it would take seconds. */
  @Test
  @Timeout(5)
  void aRuleOfThousandsOfSeparatorsIsRefusedAtOnce() {
    assertThat(refusal(query("").add("forbid", ":".repeat(500_000)))).contains("not a label");
  }

  @Test
  void suppressionIsTheModelsUnlessTheRequestSaysOtherwise() throws Exception {
    assertThat(parse(query("")).suppression().iou(0.45f)).isEqualTo(0.45f);
    assertThat(parse(query("iou=0.3")).suppression().iou(0.45f)).isEqualTo(0.3f);
    assertThat(parse(query("agnostic=false")).suppression().acrossLabels()).isEmpty();
    assertThat((float) parse(query("agnostic=true")).suppression().acrossLabels().getAsDouble())
        .isEqualTo(0.45f);
    assertThat(
            (float)
                parse(query("agnostic=true&iou=0.3")).suppression().acrossLabels().getAsDouble())
        .isEqualTo(0.3f);
  }

  private static DetectionQuery parse(MultiMap query) throws FailedRequest {
    return DetectParameters.parse(query, MODEL, DetectionQuery.of(0.5f, 100)).query();
  }

  private static String refusal(MultiMap query) {
    return catchThrowableOfType(FailedRequest.class, () -> parse(query)).failure().detail();
  }

  private static MultiMap query(String text) {
    MultiMap query = MultiMap.caseInsensitiveMultiMap();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.add(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return query;
  }
}
