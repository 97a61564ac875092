package dev.retinagate.http.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.retinagate.config.Config;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Rule;
import dev.retinagate.detection.SceneRules;
import dev.retinagate.detection.ServedModels;
import dev.retinagate.detection.Suppression;
import dev.retinagate.http.intake.DetectionRequest;
import dev.retinagate.http.intake.UploadedForm;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.ProblemType;
import dev.retinagate.support.StubDetectors;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bounds the answer, which an event loop writes. */
class DetectProtocolTest {

  private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final DetectProtocol protocol =
      new DetectProtocol(
          ServedModels.of(List.of(new StubDetectors())),
          new Config.Detection(Optional.empty(), 100));

  @ParameterizedTest
  @CsvSource({"16, 4", "4, 16", "1, 16", "16, 0"})
  void takesAFormOfAsManyPicturesAndRulesAsOneAnswerHolds(int pictures, int rules)
      throws Exception {
    DetectionRequest request = request(rules);

    assertThat(protocol.complete(request, form(pictures))).isSameAs(request);
  }

  @ParameterizedTest
  @CsvSource({"13, 5", "5, 13", "16, 16"})
  void refusesAFormOfMorePicturesAndRules(int pictures, int rules) {
    FailedRequest refused =
        catchThrowableOfType(
            FailedRequest.class, () -> protocol.complete(request(rules), form(pictures)));

    assertThat(refused.failure().type()).isEqualTo(ProblemType.BAD_PARAMETER);
    assertThat(refused.failure().detail())
        .contains(pictures + " pictures", "forbids " + rules, "at most 64");
  }

  @Test
  void rulesThatCountAreNoMatter() throws Exception {
    DetectionRequest request = request(Rule.Kind.COUNT, 16);

    assertThat(protocol.complete(request, form(16))).isSameAs(request);
  }

  private static DetectionRequest request(int forbidding) {
    return request(Rule.Kind.FORBID, forbidding);
  }

  private static DetectionRequest request(Rule.Kind kind, int rules) {
    List<Rule> all =
        IntStream.range(0, rules)
            .mapToObj(i -> new Rule(kind, i, "label " + i, 1, 0.5f, Optional.empty()))
            .toList();
    DetectionQuery query =
        new DetectionQuery(0.5f, 100, null, Suppression.OF_MODEL, new SceneRules(all, List.of()));
    return new DetectionRequest(0, query, Optional.empty());
  }

  private static UploadedForm form(int pictures) {
    return new UploadedForm(
        IntStream.range(0, pictures).mapToObj(i -> i + ".jpg").toList(), Map.of());
  }

  @Test
  void aHeaderThatIsTooLongIsLeftOut() {
    Map<String, String> headers = new HashMap<>();

    DetectProtocol.putJson(headers, "X-Short", "\u00fc".repeat(600));
    DetectProtocol.putJson(headers, "X-Escaped", "\u00fc".repeat(700));
    DetectProtocol.putJson(headers, "X-Long", "a".repeat(4097));

    assertThat(headers).containsOnly(Map.entry("X-Short", "\\u00fc".repeat(600)));
  }

  @Test
  void aLongHeaderIsNotEscapedInVain() {
    Map<String, String> headers = new HashMap<>();
    String json = "\u00fc".repeat(200_000);

    long before = MEMORY.getCurrentThreadAllocatedBytes();
    DetectProtocol.putJson(headers, "X-Long", json);

    assertThat(MEMORY.getCurrentThreadAllocatedBytes() - before).isLessThan(json.length());
    assertThat(headers).isEmpty();
  }
}
