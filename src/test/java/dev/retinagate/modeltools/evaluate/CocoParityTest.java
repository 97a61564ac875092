package dev.retinagate.modeltools.evaluate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.Labels;
import dev.retinagate.modeltools.evaluate.CocoSummary.ClassFigures;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of pycocotools on src/test/resources/evaluate (see its README). */
class CocoParityTest {

  private static final double ROUNDING = 1e-12;

  /** In an order of their own, so that categories must be mapped by name. */
  private static final Labels LABELS =
      new Labels(
          List.of("throng", "person", "cow", "horse", "absent", "sheep", "unseen", "ghost", "cat"));

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path pictures;

  private JsonNode expected;
  private EvaluationReport report;

  @BeforeEach
  void evaluate() throws IOException, URISyntaxException, GroundTruthException {
    expected = JSON.readTree(fixture("parity-expected.json").toFile());
    Path annotations = fixture("parity-annotations.json");
    JsonNode truth = JSON.readTree(annotations.toFile());
    Map<String, List<Detection>> answers =
        detections(truth, JSON.readTree(fixture("parity-results.json").toFile()));
    for (JsonNode image : truth.get("images")) {
      String id = image.get("id").asText();
      answers.putIfAbsent(id, List.of());
      Files.writeString(pictures.resolve(image.get("file_name").asText()), id);
    }
    report =
        Evaluation.run(
            new StubDetector(LABELS, 640, 480, answers),
            CocoAnnotations.load(pictures, annotations, LABELS),
            Evaluation.DEFAULT_QUERY,
            (done, total) -> {});
  }

  @Test
  void givesTheTwelveFigures() {
    assertThat(report.failures()).isEmpty();
    JsonNode figures = expected.get("figures");
    CocoSummary summary = report.summary();
    assertThat(summary.ap()).isCloseTo(figures.get("ap").asDouble(), within(ROUNDING));
    assertThat(summary.ap50()).isCloseTo(figures.get("ap50").asDouble(), within(ROUNDING));
    assertThat(summary.precision().ap75())
        .isCloseTo(figures.get("ap75").asDouble(), within(ROUNDING));
    assertThat(summary.precision().apSmall())
        .isCloseTo(figures.get("apSmall").asDouble(), within(ROUNDING));
    assertThat(summary.precision().apMedium())
        .isCloseTo(figures.get("apMedium").asDouble(), within(ROUNDING));
    assertThat(summary.precision().apLarge())
        .isCloseTo(figures.get("apLarge").asDouble(), within(ROUNDING));
    assertThat(summary.recall().ar1()).isCloseTo(figures.get("ar1").asDouble(), within(ROUNDING));
    assertThat(summary.recall().ar10()).isCloseTo(figures.get("ar10").asDouble(), within(ROUNDING));
    assertThat(summary.recall().ar100())
        .isCloseTo(figures.get("ar100").asDouble(), within(ROUNDING));
    assertThat(summary.recall().arSmall())
        .isCloseTo(figures.get("arSmall").asDouble(), within(ROUNDING));
    assertThat(summary.recall().arMedium())
        .isCloseTo(figures.get("arMedium").asDouble(), within(ROUNDING));
    assertThat(summary.recall().arLarge())
        .isCloseTo(figures.get("arLarge").asDouble(), within(ROUNDING));
  }

  @Test
  void givesTheFiguresOfEachClassThatHasObjects() {
    List<String> withObjects = new ArrayList<>();
    expected.get("classes").fieldNames().forEachRemaining(withObjects::add);
    assertThat(report.summary().classes())
        .extracting(figures -> LABELS.name(figures.classId()))
        .containsExactlyInAnyOrderElementsOf(withObjects);
    for (ClassFigures figures : report.summary().classes()) {
      JsonNode wanted = expected.get("classes").get(LABELS.name(figures.classId()));
      assertThat(figures.objects()).isEqualTo(wanted.get("objects").asInt());
      assertThat(figures.ap()).isCloseTo(wanted.get("ap").asDouble(), within(ROUNDING));
      assertThat(figures.ap50()).isCloseTo(wanted.get("ap50").asDouble(), within(ROUNDING));
      assertThat(figures.ar100()).isCloseTo(wanted.get("ar100").asDouble(), within(ROUNDING));
    }
  }

  @Test
  void usesTheSameThresholdsToTheLastBit() {
    assertThat(
            IntStream.range(0, CocoProtocol.iouThresholds())
                .mapToObj(CocoProtocol::iouThreshold)
                .toList())
        .isEqualTo(doubles(expected.get("iouThresholds")));
    assertThat(IntStream.range(0, CocoProtocol.recalls()).mapToObj(CocoProtocol::recall).toList())
        .isEqualTo(doubles(expected.get("recalls")));
  }

  private static List<Double> doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asDouble).toList();
  }

  /** By image id, in the file's order: the detector sorts nothing here. */
  private static Map<String, List<Detection>> detections(JsonNode truth, JsonNode results) {
    Map<Integer, Integer> classIds = new HashMap<>();
    for (JsonNode category : truth.get("categories")) {
      classIds.put(
          category.get("id").asInt(), LABELS.find(category.get("name").asText()).orElseThrow());
    }
    return StreamSupport.stream(results.spliterator(), false)
        .collect(
            groupingBy(
                result -> result.get("image_id").asText(),
                HashMap::new,
                mapping(
                    result ->
                        StubDetector.detection(
                            classIds.get(result.get("category_id").asInt()),
                            result.get("score").asDouble(),
                            result.get("bbox").get(0).asDouble(),
                            result.get("bbox").get(1).asDouble(),
                            result.get("bbox").get(2).asDouble(),
                            result.get("bbox").get(3).asDouble()),
                    toList())));
  }

  private static Path fixture(String name) throws URISyntaxException {
    return Path.of(CocoParityTest.class.getResource("/evaluate/" + name).toURI());
  }
}
