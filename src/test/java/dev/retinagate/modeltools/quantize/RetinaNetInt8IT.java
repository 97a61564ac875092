package dev.retinagate.modeltools.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.retinagate.detection.Detection;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detector;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.graph.Int8Plan;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.model.NetworkProbe;
import dev.retinagate.model.Precision;
import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.keras.KerasImport;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An imported RetinaNet in 8-bit integers, at sizes that need TensorFlow's uneven padding. Its
 * weights are random and amplify noise; how much accuracy is lost, only the real ones can tell.
 * Skipped without the data beside the project.
 */
@Tag("side-by-side")
class RetinaNetInt8IT {

  private static final Path DATA =
      Path.of(System.getProperty("retinagate.shared", "../shared"), "data", "keras-retinanet");
  private static final DetectorSettings SETTINGS = new DetectorSettings(PictureLimits.DEFAULT);

  /** Of the class logits; a scale that is wrong by a factor of two leaves 6 dB. */
  private static final double MIN_CLASS_DECIBELS = 12;

  private static final int LEVELS = 5;

  @TempDir static Path models;

  @BeforeAll
  static void requireData() {
    assumeThat(DATA).as("reference data beside the project").isDirectory();
    MxnetEnvironment.prepare(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void keepsTheClassLogitsAndFindsWhatTheFp32OneFinds() throws Exception {
    KerasImport.run(
        DATA.resolve("resnet50-padded.h5.gz"),
        new NewModel(models, "net", false),
        new KerasImport.Options(256, 427, Optional.empty(), Optional.empty()),
        warning -> {});
    ModelBundle bundle = new ModelRepository(models).open("net");
    NetworkProbe probe = DetectorFamilies.probe(bundle, Precision.INT8);
    List<CalibrationPicture> pictures = new ArrayList<>();
    for (Path file : pngs()) {
      pictures.add(CalibrationPicture.of(file, probe, SETTINGS.limits()));
    }
    RangeMeasurement ranges = new RangeMeasurement(probe, bundle.parameters());
    ranges.add(pictures);
    Int8Plan plan = ranges.plan(RangeMethod.ALL.get(0));

    List<CalibrationPicture> one = pictures.subList(0, 1);
    double[] decibels = new OutputNoise(probe, bundle.parameters(), one).decibels(plan);
    assertThat(decibels).hasSize(2 * LEVELS);
    assertThat(Arrays.stream(decibels).limit(LEVELS).min().orElseThrow())
        .isGreaterThan(MIN_CLASS_DECIBELS);

    ByteBuffer picture = ByteBuffer.wrap(Files.readAllBytes(pngs().get(0)));
    List<Detection> fp32 = detect(bundle, Precision.FP32, picture);
    List<Detection> int8 = detect(bundle.with(plan), Precision.INT8, picture);
    assertThat(fp32).isNotEmpty();
    assertThat(int8).extracting(Detection::label).contains(fp32.get(0).label());
  }

  @Test
  void isQuantizedByTheCommandsWay() throws Exception {
    KerasImport.run(
        DATA.resolve("resnet50-same.h5.gz"),
        new NewModel(models, "whole", false),
        new KerasImport.Options(128, 214, Optional.empty(), Optional.empty()),
        warning -> {});
    List<Path> few = pngs().subList(0, 4);
    Quantizer.run(
        new QuantizeRequest(
            "whole",
            new NewModel(models, "whole", true),
            few,
            Optional.empty(),
            "model quantize by a test"),
        SETTINGS,
        line -> {});
    ModelBundle quantized = new ModelRepository(models).open("whole");
    assertThat(quantized.isCalibrated()).isTrue();
    assertThat(quantized.spec().verified()).containsKey("int8");
  }

  private static List<Path> pngs() throws Exception {
    try (var files = Files.list(DATA.resolve("pictures"))) {
      return files.filter(file -> file.toString().endsWith(".png")).sorted().limit(6).toList();
    }
  }

  private static List<Detection> detect(ModelBundle bundle, Precision precision, ByteBuffer picture)
      throws Exception {
    try (Detector detector =
        DetectorFamilies.detectorsOnAnyProcessor(bundle, SETTINGS.with(precision)).create()) {
      assertThat(detector.model().precision()).isEqualTo(precision.word());
      return detector.detect(picture, DetectionQuery.of(0.05f, 20)).found();
    }
  }
}
