package dev.retinagate.modeltools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.detection.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YoloLabelsTest {

  private static final Labels LABELS = new Labels(List.of("cat", "cup"));

  @TempDir private Path folder;
  private Path images;
  private Path labels;

  @BeforeEach
  void makeFolders() throws IOException {
    images = Files.createDirectories(folder.resolve("images"));
    labels = Files.createDirectories(folder.resolve("labels"));
  }

  @Test
  void turnsSharesIntoPixelsOfTheUprightPicture() throws Exception {
    Path picture = picture("a.jpg");
    label("a.txt", "1 0.5 0.25 0.5 0.5\n\n0 0.5 0.5 1 1\r\n");
    YoloLabels truth = YoloLabels.load(images, labels, LABELS);
    assertThat(truth.pictures()).containsExactly(picture);
    assertThat(truth.objectsIn(picture, 640, 480))
        .containsExactly(
            new TrueObject(1, 160, 0, 320, 240, 320 * 240, false),
            new TrueObject(0, 0, 0, 640, 480, 640 * 480, false));
    assertThat(truth.classNames()).containsExactly("cat", "cup");
    assertThat(truth.remarks()).isEmpty();
  }

  @Test
  void takesPicturesInTheOrderOfTheirNamesAndThoseWithoutLabelsAsEmpty() throws Exception {
    Path last = picture("sub/c.PNG");
    Path empty = picture("b.webp");
    Path first = picture("a.jpeg");
    Files.writeString(images.resolve("notes.md"), "not a picture");
    label("a.txt", "0 0.5 0.5 1 1");
    label("sub/c.txt", "1 0.5 0.5 1 1");
    label("z.txt", "0 0.5 0.5 1 1");
    label("classes.txt", "cat\ncup");
    YoloLabels truth = YoloLabels.load(images, labels, LABELS);
    assertThat(truth.pictures()).containsExactly(first, empty, last);
    assertThat(truth.objectsIn(empty, 10, 10)).isEmpty();
    assertThat(truth.objectsIn(last, 10, 10)).hasSize(1);
    assertThat(truth.remarks())
        .containsExactly(
            "pictures without a label file, taken as empty: 1",
            "label files without a picture, left out: 1");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "0 0.5 0.5 1, expected 'class cx cy w h'",
        "0 0.5 0.5 1 1 0.9, found 6 columns",
        "2 0.5 0.5 1 1, class 2 is not one of the model's",
        "-1 0.5 0.5 1 1, class -1 is not",
        "cat 0.5 0.5 1 1, class cat is not",
        "0 320 0.5 1 1, 320 is not a share",
        "0 0.5 NaN 1 1, NaN is not a share",
        "0 0.5 0.5 x 1, x is not a share",
        "0 0.5 0.5 1 -0.5, -0.5 is not a share"
      })
  void refusesALineThatIsNoBoxAndSaysWhere(String line, String message) throws IOException {
    picture("a.jpg");
    label("a.txt", "0 0.5 0.5 1 1\n" + line);
    assertThatThrownBy(() -> YoloLabels.load(images, labels, LABELS))
        .isInstanceOf(GroundTruthException.class)
        .hasMessageContaining(labels.resolve("a.txt") + ":2: ")
        .hasMessageContaining(message);
  }

  @Test
  void refusesFoldersThatDoNotBelongTogether() throws IOException {
    picture("a.jpg");
    label("b.txt", "0 0.5 0.5 1 1");
    assertThatThrownBy(() -> YoloLabels.load(images, labels, LABELS))
        .isInstanceOf(GroundTruthException.class)
        .hasMessageContaining("no label file in " + labels);
    assertThatThrownBy(() -> YoloLabels.load(labels, labels, LABELS))
        .isInstanceOf(GroundTruthException.class)
        .hasMessageContaining("no picture");
    assertThatThrownBy(() -> YoloLabels.load(images, folder.resolve("missing"), LABELS))
        .isInstanceOf(GroundTruthException.class)
        .hasMessageContaining("missing is not a folder");
  }

  private Path picture(String name) throws IOException {
    Path file = images.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  private void label(String name, String content) throws IOException {
    Path file = labels.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
