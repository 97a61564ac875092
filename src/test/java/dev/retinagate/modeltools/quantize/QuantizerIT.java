package dev.retinagate.modeltools.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detector;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.model.Precision;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.NewModel;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in model, calibrated anew on a handful of pictures, without their true objects. */
@Tag("side-by-side")
class QuantizerIT {

  private static final Path PICTURES = Path.of("src", "test", "resources", "pictures");
  private static final List<Path> FEW =
      List.of(
          PICTURES.resolve("astronaut.jpg"),
          PICTURES.resolve("chelsea.jpg"),
          PICTURES.resolve("coffee.jpg"),
          PICTURES.resolve("coffee-exif6.jpg"));
  private static final DetectorSettings SETTINGS = new DetectorSettings(PictureLimits.DEFAULT);

  @TempDir private Path models;

  @BeforeAll
  static void prepareEngine() {
    MxnetEnvironment.prepare(1);
  }

  private QuantizeRequest request(List<Path> pictures) {
    return request(pictures, false);
  }

  private QuantizeRequest request(List<Path> pictures, boolean replaces) {
    return new QuantizeRequest(
        "nanodet-g",
        new NewModel(models, "mine", replaces),
        pictures,
        Optional.empty(),
        "model quantize by a test");
  }

  @Test
  void writesAModelThatFindsInInt8WhatTheFp32OneFinds() throws Exception {
    List<String> log = new ArrayList<>();
    Quantizer.run(request(FEW), SETTINGS, log::add);
    ModelBundle mine = new ModelRepository(models).open("mine");
    assertThat(mine.int8Plan().ranges()).containsKeys("data", "conv33");
    assertThat(mine.spec().provenance())
        .containsEntry("calibration-command", "model quantize by a test");
    assertThat(log).anyMatch(line -> line.matches("min-max: [0-9.]+ dB"));
    assertThat(mine.spec().verified()).containsKeys("int8", "bf16");
    assertThat(mine.spec().verified().get("int8").pictures()).isEqualTo(FEW.size());
    try (Detector detector =
        DetectorFamilies.detectorsOnAnyProcessor(mine, SETTINGS.with(Precision.INT8)).create()) {
      assertThat(detector.model().precision()).isEqualTo("int8");
      ByteBuffer astronaut = ByteBuffer.wrap(Files.readAllBytes(FEW.get(0)));
      assertThat(detector.detect(astronaut, DetectionQuery.of(0.5f, 1)).found())
          .singleElement()
          .satisfies(found -> assertThat(found.label()).isEqualTo("person"));
    }
  }

  @Test
  void aVerificationThatFailsLeavesTheOlderModelAsItWas() throws Exception {
    Path older = Files.createDirectory(models.resolve("mine")).resolve("model.yaml");
    Files.writeString(older, "older");
    List<String> log = new ArrayList<>();
    assertThatThrownBy(
            () ->
                Quantizer.run(
                    request(FEW, true),
                    SETTINGS,
                    line -> {
                      if (log.stream().anyMatch(said -> said.startsWith("signal-to-noise"))) {
                        throw new IllegalStateException("in the verification: " + line);
                      }
                      log.add(line);
                    }))
        .hasMessageStartingWith("in the verification: ");
    assertThat(older).hasContent("older");
    assertThat(models).isDirectoryNotContaining(path -> !path.endsWith("mine"));
  }

  @Test
  void refusesTooFewPicturesAndLeavesNothing() throws Exception {
    List<Path> pictures = List.of(PICTURES.resolve("astronaut.jpg"));
    assertThatThrownBy(() -> Quantizer.run(request(pictures), SETTINGS, line -> {}))
        .isInstanceOf(ModelToolException.class)
        .hasMessageContaining("found 1");
    assertThat(models).isEmptyDirectory();
  }
}
