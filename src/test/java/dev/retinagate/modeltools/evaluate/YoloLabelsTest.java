package dev.retinagate.modeltools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.detection.Labels;
import dev.retinagate.modeltools.CocoLabels;
import dev.retinagate.support.Faults;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "0 0.5 0.5 1, found 4 columns",
        "0 0.5 0.5 1, 'class cx cy w h'",
        "0, found 1 columns",
        "2 0.5 0.5 1 1, column 1: class 2 is not one of the model's",
        "1.5 0.5 0.5 1 1, column 1: class 1.5 is not one of the model's",
        "-1 0.5 0.5 1 1, column 1: class -1 is not",
        "cat 0.5 0.5 1 1, column 1: class cat is not",
        "NaN 0.5 0.5 1 1, column 1: class NaN is not",
        "0 320 0.5 1 1, column 2: 320 is not a share",
        "0 0.5 NaN 1 1, column 3: NaN is not a share",
        "0 0.5 0x1p-1 1 1, column 3: 0x1p-1 is not a share",
        "0 0.5 0.5d 1 1, column 3: 0.5d is not a share",
        "0 0.5 0.5 x 1, column 4: x is not a share",
        "0 0.5 0.5 1 -0.5, column 5: -0.5 is not a share",
        "0 0.5 0.5 1 1 1.5, column 6: 1.5 is not a confidence",
        "0 0.1 0.1 0.2 0.2 0.3 320, column 7: 320 is not a share"
      })
  void refusesALineThatIsNoObjectAndSaysWhere(String line, String message) throws IOException {
    picture("a.jpg");
    label("a.txt", "0 0.5 0.5 1 1\n" + line);
    assertThatThrownBy(() -> YoloLabels.load(images, labels, LABELS))
        .isInstanceOf(GroundTruthException.class)
        .hasMessageContaining(labels.resolve("a.txt") + ":2: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0 0.5 0.25 0.5 0.5",
        "1.000000000000000000e+00 5.0e-01 2.5e-01 5.0E-1 .5",
        "\uFEFF1 0.5 0.25 0.5 0.5\r\n",
        "1\t0.5 \t0.25 0.5 0.5 ",
        "1 0.5 0.25 0.5 0.5 0.87",
        "1 0.25 0 0.75 0 0.75 0.5 0.25 0.5",
        "1 0.25 0.5 0.75 0.25 0.5 0",
        "1 0.25 0 0.75 0 0.75 0.5 0.25 0.5 0.99"
      })
  void readsTheSameBoxInTheSpellingsOfOtherTools(String content) throws Exception {
    Path picture = picture("a.jpg");
    label("a.txt", content);

    assertThat(YoloLabels.load(images, labels, LABELS).objectsIn(picture, 640, 480))
        .containsExactly(new TrueObject(1, 160, 0, 320, 240, 320 * 240, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void readsUtf16ByItsByteOrderMark(String charset) throws Exception {
    Path picture = picture("a.jpg");
    Files.write(
        labels.resolve("a.txt"),
        "\uFEFF1 0.5 0.5 1 1\r\n0 0.5 0.5 1 1\r\n".getBytes(Charset.forName(charset)));

    assertThat(YoloLabels.load(images, labels, LABELS).objectsIn(picture, 10, 10)).hasSize(2);
  }

  @Test
  void saysOnceThatOutlinesCountByTheirBoxAndConfidencesNotAtAll() throws Exception {
    picture("a.jpg");
    label("a.txt", "1 0 0 1 0 1 1\n1 0 0 1 0 1 1 0.5\n0 0.5 0.5 1 1 0.9\n0 0.5 0.5 1 1");

    assertThat(YoloLabels.load(images, labels, LABELS).remarks())
        .containsExactly(
            "outlines, of which the bounding box counts: 2",
            "lines with a confidence, which is ignored: 2");
  }

  @Test
  void aLabelFileThatCannotBeUsedFailsItsPictureAlone() throws Exception {
    Path good = picture("good.jpg");
    Path bad = picture("bad.jpg");
    Path binary = picture("binary.jpg");
    label("good.txt", "0 0.5 0.5 1 1");
    label("bad.txt", "here be dragons");
    Files.write(labels.resolve("binary.txt"), new byte[] {'0', ' ', (byte) 0xff, (byte) 0xfe});

    YoloLabels truth = YoloLabels.load(images, labels, LABELS);

    assertThat(truth.objectsIn(good, 10, 10)).hasSize(1);
    assertThatThrownBy(() -> truth.objectsIn(bad, 10, 10))
        .hasMessageStartingWith(labels.resolve("bad.txt") + ":1: found 3 columns");
    assertThatThrownBy(() -> truth.objectsIn(binary, 10, 10))
        .hasMessage(
            labels.resolve("binary.txt") + ": expected lines of text in UTF-8, found other bytes");
  }

  @Test
  void refusesLabelFilesOfWhichNoneCanBeUsedByTheFirst() throws IOException {
    picture("a.jpg");
    picture("b.jpg");
    label("a.txt", "cat");
    label("b.txt", "cup");
    assertThatThrownBy(() -> YoloLabels.load(images, labels, LABELS))
        .hasMessageStartingWith(
            "none of the 2 label files can be used; the first: "
                + labels.resolve("a.txt")
                + ":1: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bom", "decimal", "polygon"})
  void readsTheFilesThatOnceStoppedTheEvaluation(String kind) throws Exception {
    Path faults = Faults.path("F10-labels");
    Labels coco = new Labels(CocoLabels.read());

    YoloLabels truth = YoloLabels.load(faults.resolve("images"), faults.resolve(kind), coco);

    assertThat(truth.objectsIn(truth.pictures().get(0), 226, 150))
        .singleElement()
        .satisfies(
            cat -> {
              assertThat(cat.classId()).isEqualTo(15);
              assertThat(cat.width()).isBetween(0.94 * 226, 0.97 * 226);
              assertThat(cat.height()).isBetween(0.94 * 150, 0.97 * 150);
            });
  }

  /** Every spelling that the tools' writers can make of a box is the same box. */
  @Test
  void aThousandRandomSpellingsOfABoxAreThatBox() throws Exception {
    Random random = new Random(10);
    for (int i = 0; i < 1_000; i++) {
      double width = 0.01 + 0.9 * random.nextDouble();
      double height = 0.01 + 0.9 * random.nextDouble();
      double cx = width / 2 + (1 - width) * random.nextDouble();
      double cy = height / 2 + (1 - height) * random.nextDouble();
      String line = spelling(random, 1, cx, cy, width, height);
      label("a.txt", line);

      TrueObject object =
          YoloFile.read(labels.resolve("a.txt"), LABELS).boxes().get(0).in(1000, 1000);

      assertThat(object.classId()).as(line).isEqualTo(1);
      assertThat(object.x()).as(line).isCloseTo(1000 * (cx - width / 2), within(0.01));
      assertThat(object.y()).as(line).isCloseTo(1000 * (cy - height / 2), within(0.01));
      assertThat(object.width()).as(line).isCloseTo(1000 * width, within(0.01));
      assertThat(object.height()).as(line).isCloseTo(1000 * height, within(0.01));
    }
  }

  private static String spelling(
      Random random, int classId, double cx, double cy, double width, double height) {
    List<Double> numbers = new ArrayList<>(List.of((double) classId));
    if (random.nextBoolean()) {
      numbers.addAll(List.of(cx, cy, width, height));
    } else {
      double left = cx - width / 2;
      double top = cy - height / 2;
      numbers.addAll(List.of(left, top, left + width, top, left + width, top + height));
      for (int extra = random.nextInt(5); extra > 0; extra--) {
        numbers.add(left + width * random.nextDouble());
        numbers.add(top + height * random.nextDouble());
      }
    }
    if (random.nextBoolean()) {
      numbers.add(random.nextDouble());
    }
    String format = List.of("%.6f", "%.18e", "%.9f", "%+.7f").get(random.nextInt(4));
    String gap = List.of(" ", "\t", "  ", " \t ").get(random.nextInt(4));
    StringBuilder line = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
    for (int i = 0; i < numbers.size(); i++) {
      boolean plain = i == 0 && random.nextBoolean();
      line.append(i == 0 ? "" : gap)
          .append(plain ? "" + classId : String.format(Locale.ROOT, format, numbers.get(i)));
    }
    return line + List.of("", "\n", "\r\n", "\r", " \n\n").get(random.nextInt(5));
  }

  /** Damaged files are refused in our words, whatever the damage. */
  @Test
  void aThousandDamagedFilesAreReadOrRefusedInPlainWords() throws Exception {
    Random random = new Random(11);
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = spelling(random, 1, 0.5, 0.5, 0.5, 0.5).getBytes(StandardCharsets.UTF_8);
      for (int damage = 1 + random.nextInt(4); damage > 0; damage--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(labels.resolve("a.txt"), bytes);
      try {
        YoloFile.read(labels.resolve("a.txt"), LABELS);
      } catch (GroundTruthException e) {
        assertThat(e).hasMessageStartingWith(labels.resolve("a.txt").toString());
        assertThat(e)
            .hasMessageMatching("(?s).*(expected|is not) .*")
            .hasMessageNotContaining("java");
      }
    }
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
