package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detector;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.engine.NativeTensor;
import dev.retinagate.engine.Session;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.onnx.OnnxImport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares imported ONNX files and their detectors with the answers of onnxruntime, which lie
 * beside the project; without them the tests are skipped.
 */
class OnnxParityIT {

  private static final Path DATA =
      Path.of(System.getProperty("retinagate.shared", "../shared"), "data");

  private static final float TENSOR_TOLERANCE = 1e-3f;
  private static final float SCORE_TOLERANCE = 1e-3f;
  private static final float BOX_TOLERANCE = 0.1f;

  @TempDir static Path models;

  @BeforeAll
  static void requireData() {
    assumeThat(DATA.resolve("onnx")).as("reference data beside the project").isDirectory();
    MxnetEnvironment.prepare(Runtime.getRuntime().availableProcessors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nanodet-plus-m_416", "yolox_nano"})
  void computesTheOriginalsOutputs(String name) throws IOException {
    ModelBundle bundle = imported(name);
    Rows rows = new Rows(bundle);
    for (JsonNode pattern : reference(name, "synthetic").get("patterns")) {
      String picture = pattern.get("name").asText();
      try (Session session = bundle.sessions(Precision.FP32).open(bundle.symbolJson())) {
        fill(session.input(1, 3, rows.side, rows.side), picture, rows);
        session.run(
            outputs -> {
              for (JsonNode sample : pattern.get("outputSamples")) {
                int row = sample.get(0).asInt();
                int column = sample.get(1).asInt();
                assertThat(rows.value(outputs, row, column))
                    .as("%s, row %d, column %d", picture, row, column)
                    .isCloseTo((float) sample.get(2).asDouble(), within(TENSOR_TOLERANCE));
              }
              return null;
            });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nanodet-plus-m_416", "yolox_nano"})
  void findsTheOriginalsObjects(String name) throws Exception {
    ModelBundle bundle = imported(name);
    List<String> differences = new ArrayList<>();
    DetectorSettings settings = new DetectorSettings(PictureLimits.DEFAULT).with(Precision.FP32);
    try (Detector detector = DetectorFamilies.detectors(bundle, settings).create()) {
      for (JsonNode picture : reference(name, "detections").get("pictures")) {
        Path file = DATA.resolve("coco-train128/images").resolve(picture.get("file").asText());
        List<Detection> found =
            detector
                .detect(ByteBuffer.wrap(Files.readAllBytes(file)), DetectionQuery.of(0.3f, 100))
                .found();
        if (found.size() != picture.get("detections").size()) {
          differences.add(file.getFileName() + ": found " + found);
        }
        for (JsonNode expected : picture.get("detections")) {
          if (found.stream().noneMatch(detection -> isSame(detection, expected))) {
            differences.add(file.getFileName() + ": missed " + expected);
          }
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private static boolean isSame(Detection found, JsonNode expected) {
    Box box = found.box();
    float[] corners = {box.x(), box.y(), box.x() + box.width(), box.y() + box.height()};
    boolean close = Math.abs(found.score() - expected.get("score").asDouble()) <= SCORE_TOLERANCE;
    for (int i = 0; i < corners.length; i++) {
      close &= Math.abs(corners[i] - expected.get("box").get(i).asDouble()) <= BOX_TOLERANCE;
    }
    return close && found.classId() == expected.get("class").asInt();
  }

  private static ModelBundle imported(String name) {
    OnnxImport.Options options =
        new OnnxImport.Options(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    Path file = DATA.resolve("onnx").resolve(name + ".onnx");
    OnnxImport.run(file, new NewModel(models, name, true), options, warning -> {});
    return new ModelRepository(models).open(name);
  }

  private static JsonNode reference(String name, String kind) throws IOException {
    return new ObjectMapper()
        .readTree(DATA.resolve("onnx").resolve(name + "." + kind + ".json").toFile());
  }

  /** The formulas of the reference data's README. */
  private static void fill(FloatBuffer input, String picture, Rows rows) {
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < rows.side; y++) {
        for (int x = 0; x < rows.side; x++) {
          int value =
              switch (picture) {
                case "stripes" -> c * 7 + y * 13 + x * 29;
                case "quadratic" -> 3 * x * x + 5 * y * y + 7 * x * y + 101 * c + 11 * x + 17 * y;
                case "blocks" -> x / 26 * 37 + y / 26 * 53 + c * 71;
                default -> throw new IllegalArgumentException(picture);
              };
          input.put(
              (c * rows.side + y) * rows.side + x,
              rows.pixels ? value % 251 : (value % 251 - 125) / 64f);
        }
      }
    }
  }

  /** The file's own output, (cells, planes), read from the network's levels. */
  private static final class Rows {

    private final boolean pixels;
    private final int firstScore;
    private final int scores;
    private final int side;

    Rows(ModelBundle bundle) {
      pixels = bundle.spec().family().equals(DetectorFamilies.YOLOX);
      firstScore = pixels ? 4 : 0;
      scores = bundle.spec().labels().size() + (pixels ? 1 : 0);
      side = ((Number) bundle.spec().network().get("input-side")).intValue();
    }

    float value(List<NativeTensor> outputs, int row, int column) {
      int cell = row;
      for (NativeTensor output : outputs) {
        int cells = output.shape().get(2) * output.shape().get(3);
        if (cell < cells) {
          float value = output.values().get(column * cells + cell);
          boolean isScore = column >= firstScore && column < firstScore + scores;
          return isScore ? Logit.sigmoid(value) : value;
        }
        cell -= cells;
      }
      throw new IllegalArgumentException("no row " + row);
    }
  }
}
