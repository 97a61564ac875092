package dev.retinagate.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.keras.KerasImport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The answers of keras-retinanet itself. The data lives beside the project, in {@code ../shared}
 * unless the system property {@code retinagate.shared} says otherwise.
 */
final class KerasReference {

  static final Path DATA =
      Path.of(System.getProperty("retinagate.shared", "../shared"), "data", "keras-retinanet");

  private KerasReference() {}

  /** One picture's run. */
  record Run(JsonNode json) {

    String picture() {
      return json.get("file").asText();
    }

    int shorterSide() {
      return json.get("minSide").asInt();
    }

    int longerSide() {
      return json.get("maxSide").asInt();
    }

    int height() {
      return json.get("networkHeight").asInt();
    }

    int width() {
      return json.get("networkWidth").asInt();
    }

    double scale() {
      return json.get("scale").asDouble();
    }

    boolean hasHeads() {
      return json.has("input");
    }

    /** {@code input}, {@code regression} or {@code classification}. */
    FloatBuffer tensor(String name) {
      return ByteBuffer.wrap(bytes(DATA.resolve(json.get(name).get("file").asText())))
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer();
    }

    List<Found> detections() {
      List<Found> found = new ArrayList<>();
      for (JsonNode one : json.get("detections")) {
        float[] box = new float[4];
        for (int i = 0; i < box.length; i++) {
          box[i] = (float) one.get("box").get(i).asDouble();
        }
        found.add(new Found(one.get("class").asInt(), (float) one.get("score").asDouble(), box));
      }
      return found;
    }

    ByteBuffer encoded() {
      return ByteBuffer.wrap(bytes(DATA.resolve("pictures").resolve(picture())));
    }
  }

  /** A detection: left, top, right, bottom in pixels of the picture. */
  @SuppressWarnings("ArrayRecordComponent")
  record Found(int classId, float score, float[] box) {}

  /** The runs of a model whose pictures were resized to the same sides, together. */
  static Collection<List<Run>> runsBySides(String model) {
    return runs(model).stream()
        .collect(Collectors.groupingBy(run -> List.of(run.shorterSide(), run.longerSide())))
        .values();
  }

  /** All runs of a model. */
  static List<Run> runs(String model) {
    try {
      List<Run> runs = new ArrayList<>();
      new ObjectMapper()
          .readTree(DATA.resolve(model + ".json").toFile())
          .forEach(json -> runs.add(new Run(json)));
      return runs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Imports a file into a folder, and opens it as if it had been imported for other sizes. */
  static ModelBundle open(Path models, String model, int shorterSide, int longerSide) {
    if (!Files.isDirectory(models.resolve(model))) {
      KerasImport.run(
          DATA.resolve(model + ".h5.gz"),
          new NewModel(models, model, false),
          KerasImport.Options.DEFAULT,
          warning -> {
            // Names and anchors are in no such file; the padding is to be found without a guess.
            if (!warning.startsWith("the file does not")) {
              throw new AssertionError("unexpected warning: " + warning);
            }
          });
    }
    ModelSpec spec = new ModelRepository(models).open(model).spec();
    Map<String, Object> network = new HashMap<>(spec.network());
    network.put("shorter-side", shorterSide);
    network.put("longer-side", longerSide);
    ModelSpec resized =
        new ModelSpec(
            spec.name(),
            spec.family(),
            spec.precision(),
            spec.files(),
            network,
            spec.thresholds(),
            spec.labels(),
            spec.provenance());
    return new ModelBundle(resized, ModelSource.folder(models.resolve(model)));
  }

  /** The whole models; the weights alone are one of them again. */
  static Stream<String> models() {
    return Stream.of("resnet50-padded", "resnet50-same", "resnet101-same");
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
