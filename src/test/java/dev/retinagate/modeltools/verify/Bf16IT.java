package dev.retinagate.modeltools.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.model.Precision;
import dev.retinagate.model.PrecisionLoss;
import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.evaluate.PictureFiles;
import dev.retinagate.modeltools.keras.KerasImport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The detectors in bf16 against themselves in fp32; skipped where bf16 is not served. */
class Bf16IT {

  private static final Path SHARED =
      Path.of(System.getProperty("retinagate.shared", "../shared"), "data");
  private static final DetectorSettings SETTINGS = new DetectorSettings(PictureLimits.DEFAULT);
  private static final double SCORE_BOUND = 0.02;

  /** Seen: 0.5 px. */
  private static final double BOX_BOUND = 2;

  @TempDir static Path models;

  @BeforeEach
  void requireBf16() {
    MxnetEnvironment.prepare(Runtime.getRuntime().availableProcessors());
    assumeThat(MxnetEnvironment.processor().fastBf16()).as("this processor's bf16").isTrue();
  }

  private static PrecisionLoss verify(ModelBundle bundle, List<Path> pictures) {
    return Verification.run(
        bundle,
        SETTINGS,
        Precision.BF16,
        pictures,
        Optional.empty(),
        new Verification.Watcher() {
          @Override
          public void finished() {
            // Nothing shows the progress.
          }

          @Override
          public void leftOut(String reason) {
            throw new AssertionError(reason);
          }
        });
  }

  @Test
  void nanodetFindsTheSameObjectsInTheReferencePictures() throws Exception {
    PrecisionLoss loss =
        verify(
            ModelRepository.builtIn(),
            PictureFiles.in(Path.of("src", "test", "resources", "pictures")));

    assertThat(loss.detections()).isPositive();
    assertThat(loss.unmatched()).isZero();
    assertThat(loss.scoreDifference()).isPositive().isLessThanOrEqualTo(SCORE_BOUND);
    assertThat(loss.boxDifference()).isLessThanOrEqualTo(BOX_BOUND);
  }

  /**
   * How far a network of random weights may be off, nobody can say; it has to run, in parts too.
   */
  @Test
  void retinanetRunsClassesFirst() throws Exception {
    Path data = SHARED.resolve("keras-retinanet");
    assumeThat(data).as("reference data beside the project").isDirectory();
    KerasImport.run(
        data.resolve("resnet50-padded.h5.gz"),
        new NewModel(models, "net", false),
        new KerasImport.Options(256, 427, Optional.empty(), Optional.empty()),
        warning -> {});

    PrecisionLoss loss =
        verify(
            new ModelRepository(models).open("net"),
            PictureFiles.in(data.resolve("pictures")).subList(0, 3));

    System.out.println("RetinaNet of random weights: " + loss);
    assertThat(loss.detections()).isPositive();
    assertThat(loss.unmatched()).isLessThan(loss.detections());
    assertThat(loss.scoreDifference()).isPositive();
  }
}
