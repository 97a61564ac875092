package dev.retinagate.modeltools.evaluate;

import static dev.retinagate.modeltools.evaluate.StubDetector.detection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {

  private static final Labels LABELS = new Labels(List.of("cat", "cup"));

  @TempDir private Path folder;
  private final List<String> progress = new ArrayList<>();
  private EvaluationReport report;

  @BeforeEach
  void evaluate() throws Exception {
    Path images = Files.createDirectories(folder.resolve("images"));
    Path labels = Files.createDirectories(folder.resolve("labels"));
    Files.writeString(images.resolve("a.jpg"), "cat found");
    Files.writeString(images.resolve("b.jpg"), "damaged");
    Files.writeString(images.resolve("c.jpg"), "nothing found");
    Files.writeString(labels.resolve("a.txt"), "0 0.5 0.5 0.5 0.5");
    Files.writeString(labels.resolve("b.txt"), "0 0.5 0.5 0.5 0.5");
    Files.writeString(labels.resolve("c.txt"), "1 0.5 0.5 0.5 0.5\n0 0.1 0.1 0.01 0.01");
    StubDetector detector =
        new StubDetector(
            LABELS,
            400,
            300,
            Map.of(
                "cat found", List.of(detection(0, 0.9, 100, 75, 200, 150)),
                "nothing found", List.of()));
    report =
        Evaluation.run(
            detector,
            YoloLabels.load(images, labels, LABELS),
            Evaluation.DEFAULT_QUERY,
            (done, total) -> progress.add(done + "/" + total));
  }

  @Test
  void listsAPictureThatCannotBeUsedAndLeavesItOutOfTheFigures() {
    assertThat(report.failures())
        .containsExactly(
            new EvaluationReport.Failure(
                folder.resolve("images").resolve("b.jpg"), "the picture is damaged"));
    assertThat(report.summary().objects()).isEqualTo(3);
    assertThat(report.times().pictures()).isEqualTo(2);
  }

  @Test
  void reportsProgressAfterEachPicture() {
    assertThat(progress).containsExactly("1/3", "2/3", "3/3");
  }

  @Test
  void addsUpTheStages() {
    assertThat(report.times().sum().decodeNanos()).isEqualTo(8_000_000);
    assertThat(report.times().meanMs(report.times().sum().networkNanos())).isEqualTo(20);
    assertThat(report.times().picturesPerSecond()).isEqualTo(40);
  }

  @Test
  void rendersTheReportAsText() {
    // One cat of two found, the large one, and no cup: mAP is (51/101 + 0) / 2.
    assertThat(report.text())
        .isEqualTo(
            """
            Model stub: 2 pictures, 3 objects of 2 classes

                                               IoU  objects  detections
            mAP                 0.252    0.50:0.95      all         100
            AP50                0.252         0.50      all         100
            AP75                0.252         0.75      all         100
            AP small            0.000    0.50:0.95    small         100
            AP medium               -    0.50:0.95   medium         100
            AP large            0.500    0.50:0.95    large         100
            AR1                 0.250    0.50:0.95      all           1
            AR10                0.250    0.50:0.95      all          10
            AR100               0.250    0.50:0.95      all         100
            AR small            0.000    0.50:0.95    small         100
            AR medium               -    0.50:0.95   medium         100
            AR large            0.500    0.50:0.95    large         100

            class             objects       AP     AP50    AR100
            cat                     2    0.505    0.505    0.500
            cup                     1    0.000    0.000    0.000

            stage             mean ms
            decode                4.0
            prepare               1.0
            network              20.0
            post                  0.0
            all                  25.0
            40.0 pictures/s

            failed, left out: %s: the picture is damaged
            """
                .formatted(folder.resolve("images").resolve("b.jpg")));
  }
}
