package dev.retinagate.modeltools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.retinagate.detection.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The labels that the project's figures are measured on. They live beside the project, in {@code
 * ../shared} unless the system property {@code retinagate.shared} says otherwise; without them the
 * test is skipped.
 */
class CocoTrain128Test {

  private static final int COCO_CLASSES = 80;

  private static final Path DATA =
      Path.of(System.getProperty("retinagate.shared", "../shared"), "data", "coco-train128");

  @Test
  void readsEveryLabelFile() throws Exception {
    assumeThat(DATA).as("data set beside the project").isDirectory();
    Labels labels =
        new Labels(IntStream.range(0, COCO_CLASSES).mapToObj(id -> "class " + id).toList());
    YoloLabels truth = YoloLabels.load(DATA.resolve("images"), DATA.resolve("labels"), labels);
    assertThat(truth.pictures()).hasSize(128);
    List<TrueObject> objects = new ArrayList<>();
    for (Path picture : truth.pictures()) {
      objects.addAll(truth.objectsIn(picture, 640, 480));
    }
    assertThat(objects).hasSize(929);
    assertThat(objects.stream().map(TrueObject::classId).distinct()).hasSize(71);
    assertThat(truth.remarks())
        .containsExactly(
            "pictures without a label file, taken as empty: 2",
            "label files without a picture, left out: 2");
  }
}
