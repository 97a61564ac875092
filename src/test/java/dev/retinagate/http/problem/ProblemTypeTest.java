package dev.retinagate.http.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Labels;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.Thresholds;
import dev.retinagate.http.detect.DetectParameters;
import dev.retinagate.http.problem.Failure.NotAdmitted;
import dev.retinagate.http.problem.Failure.NotAdmitted.Why;
import dev.retinagate.image.PictureHeader;
import dev.retinagate.image.PictureLimits;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The page, the reference and the OpenAPI file explain the kinds of problem that there are. */
class ProblemTypeTest {

  private static final Pattern KIND_OF_THE_PAGE =
      Pattern.compile("(?m)^  '([a-z-]+)': \\{ title: ");
  private static final Pattern ROW_OF_THE_REFERENCE =
      Pattern.compile("<tr id=\"problem-(\\d+)\"><th scope=\"row\">\\d+</th><td>(.*?)</td>");
  private static final Pattern KIND_OF_A_ROW = Pattern.compile("<code>([a-z-]+)</code>");
  private static final String URN = "urn:retinagate:problem:";
  private static final RetryAfter TWO_SECONDS = new RetryAfter(2);

  private static final Map<String, Map<String, Object>> EXAMPLES = new HashMap<>();
  private static Map<String, Object> openApi;

  @BeforeAll
  static void read() throws IOException {
    openApi = new Yaml(new SafeConstructor(new LoaderOptions())).load(text("web/openapi.yaml"));
    for (Object response : at(openApi, "components", "responses").values()) {
      at(response, "content", "application/problem+json", "examples")
          .forEach((kind, example) -> EXAMPLES.put(kind, at(example, "value")));
    }
  }

  @Test
  void thePageHasWordsForEveryKindAndForNoOther() throws IOException {
    String page = text("web/assets/js/problems.js");

    assertThat(KIND_OF_THE_PAGE.matcher(page).results().map(kind -> kind.group(1)))
        .containsExactlyInAnyOrderElementsOf(kinds());
  }

  @Test
  void theReferenceNamesEveryKindAtItsStatusAndNoOther() throws IOException {
    Map<String, Integer> named = new HashMap<>();
    for (MatchResult row : results(ROW_OF_THE_REFERENCE, text("web/docs.html"))) {
      results(KIND_OF_A_ROW, row.group(2))
          .forEach(kind -> named.put(kind.group(1), Integer.valueOf(row.group(1))));
    }

    assertThat(named).isEqualTo(statuses());
  }

  @Test
  void openApiNamesEveryKindAndNoOther() {
    Object named =
        at(openApi, "components", "schemas", "Problem", "properties", "type").get("examples");

    assertThat((List<?>) named)
        .map(Object::toString)
        .containsExactlyInAnyOrderElementsOf(kinds().stream().map(URN::concat).toList());
    assertThat(EXAMPLES.keySet()).containsExactlyInAnyOrderElementsOf(kinds());
  }

  @ParameterizedTest
  @EnumSource(ProblemType.class)
  void openApiHasAnExampleOfEveryKind(ProblemType type) {
    assertThat(EXAMPLES.get(type.kind()))
        .containsEntry("type", URN + type.kind())
        .containsEntry("title", type.title())
        .containsEntry("status", type.status());
  }

  static Stream<Arguments> failuresOfTheExamples() throws IOException {
    return Stream.of(
            new Failure.NotFound(),
            new Failure.MethodNotAllowed("POST"),
            new Failure.UploadStalled(Duration.ofSeconds(10)),
            new Failure.UploadTooSlow(1 << 10),
            new Failure.BodyTooLarge(20 << 20),
            new Failure.UriTooLong(),
            new Failure.HeadersTooLarge(),
            new Failure.EngineFailed(),
            new Failure.Unexpected(),
            new NotAdmitted(Why.FULL, TWO_SECONDS),
            new NotAdmitted(Why.TOO_LATE, TWO_SECONDS),
            new NotAdmitted(Why.STARTING, TWO_SECONDS),
            new NotAdmitted(Why.DRAINING, TWO_SECONDS),
            new NotAdmitted(Why.NO_WORKER, TWO_SECONDS),
            new Failure.DeadlinePassed(),
            badParameter(),
            badPicture(new byte[0]),
            badPicture("not a picture".getBytes(StandardCharsets.US_ASCII)),
            badPicture(Arrays.copyOf(bytes("pictures/formats/rgb.png"), 20)),
            badPicture(bytes("pictures/formats/bomb.png")),
            badPicture(bytes("pictures/formats/one-pixel.png")))
        .map(failure -> Arguments.of(failure.type(), failure));
  }

  @ParameterizedTest
  @MethodSource("failuresOfTheExamples")
  void theExampleSaysWhatTheProductSays(ProblemType type, Failure failure) {
    assertThat(EXAMPLES.get(type.kind())).containsEntry("detail", failure.detail());
  }

  private static Failure badParameter() {
    MultiMap query = MultiMap.caseInsensitiveMultiMap().add("labels", "peron");
    ModelDescription model =
        new ModelDescription(
            "m",
            "f",
            "fp32",
            "avx2",
            Map.of(),
            new Thresholds(0.3f, 0.6f, 300),
            new Labels(List.of("person")),
            Map.of(),
            Map.of());
    return catchThrowableOfType(
            FailedRequest.class,
            () -> DetectParameters.parse(query, model, DetectionQuery.of(0.3f, 100)))
        .failure();
  }

  private static Failure badPicture(byte[] picture) {
    PictureException bad =
        catchThrowableOfType(
            PictureException.class,
            () -> PictureHeader.read(ByteBuffer.wrap(picture), PictureLimits.DEFAULT));
    return new Failure.BadPicture(bad.reason(), bad.getMessage());
  }

  private static List<String> kinds() {
    return List.copyOf(statuses().keySet());
  }

  private static Map<String, Integer> statuses() {
    Map<String, Integer> statuses = new HashMap<>();
    for (ProblemType type : ProblemType.values()) {
      assertThat(statuses.put(type.kind(), type.status())).as(type.kind()).isNull();
    }
    return statuses;
  }

  private static List<MatchResult> results(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  @SuppressWarnings("unchecked") // YAML mappings of this file have string keys.
  private static Map<String, Object> at(Object root, String... keys) {
    Map<String, Object> node = (Map<String, Object>) root;
    for (String key : keys) {
      node = (Map<String, Object>) node.get(key);
    }
    return node;
  }

  private static String text(String resource) throws IOException {
    return new String(bytes(resource), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String resource) throws IOException {
    try (InputStream in = ProblemTypeTest.class.getClassLoader().getResourceAsStream(resource)) {
      return in.readAllBytes();
    }
  }
}
