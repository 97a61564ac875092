package dev.retinagate.modeltools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.detection.Labels;
import dev.retinagate.modeltools.CocoLabels;
import dev.retinagate.support.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CocoAnnotationsTest {

  private static final String IMAGES =
      """
      [{"id": 7, "file_name": "b.jpg", "width": 640, "height": 480, "license": 3},
       {"id": 5, "file_name": "a.jpg"}]""";

  private static final String BOX = "\"bbox\": [1.5, 2, 30, 40]";

  private static final String CAT = "[{\"id\": 1, \"name\": \"cat\"}]";

  @TempDir private Path folder;

  @Test
  void readsBoxesAreasAndCrowds() throws Exception {
    CocoAnnotations truth =
        load(
            IMAGES,
            """
            [{"id": 1, "image_id": 7, "category_id": 3, "bbox": [1.5, 2, 30, 40], "area": 700.5,
              "iscrowd": 1, "segmentation": {"counts": [3, 4], "size": [480, 640]}},
             {"id": 2, "image_id": 7, "category_id": 1, "bbox": [0, 0, 30, 40]}]""",
            "[{\"id\": 3, \"name\": \"cup\"}, {\"id\": 1, \"name\": \"cat\"}]");
    Path a = folder.resolve("a.jpg");
    Path b = folder.resolve("b.jpg");
    assertThat(truth.pictures()).containsExactly(a, b);
    assertThat(truth.objectsIn(a, 10, 10)).isEmpty();
    assertThat(truth.objectsIn(b, 640, 480))
        .containsExactly(
            new TrueObject(1, 1.5, 2, 30, 40, 700.5, true),
            new TrueObject(0, 0, 0, 30, 40, 1200, false));
    assertThat(truth.remarks()).isEmpty();
  }

  @Test
  void refusesAPictureThatIsNotTheOneAnnotated() throws Exception {
    CocoAnnotations truth = load(IMAGES, "[]", "[{\"id\": 1, \"name\": \"cat\"}]");
    assertThatThrownBy(() -> truth.objectsIn(folder.resolve("b.jpg"), 480, 640))
        .isInstanceOf(GroundTruthException.class)
        .hasMessage("upright it is 480×640, but was annotated as 640×480");
  }

  @Test
  void mapsCategoriesByNameAndKeepsThoseTheModelDoesNotKnowApart() throws Exception {
    CocoAnnotations truth =
        load(
            IMAGES,
            objects(8, 4, 2),
            "[{\"id\": 8, \"name\": \"Cat\"}, {\"id\": 4, \"name\": \"drone\"},"
                + " {\"id\": 2, \"name\": \"cup\"}]");
    assertThat(truth.objectsIn(folder.resolve("a.jpg"), 10, 10))
        .extracting(TrueObject::classId)
        .containsExactly(0, 2, 1);
    assertThat(truth.classNames()).containsExactly("cat", "cup", "drone");
    assertThat(truth.remarks())
        .containsExactly("category 'drone' is none of the model's: its objects count as missed");
  }

  @Test
  void mapsCategoriesByOrderWhereOnlySpellingDiffers() throws Exception {
    CocoAnnotations truth =
        load(
            IMAGES,
            objects(8, 4),
            "[{\"id\": 8, \"name\": \"mug\"}, {\"id\": 4, \"name\": \"cat\"}]");
    assertThat(truth.objectsIn(folder.resolve("a.jpg"), 10, 10))
        .extracting(TrueObject::classId)
        .containsExactly(1, 0);
    assertThat(truth.classNames()).containsExactly("cat", "cup");
    assertThat(truth.remarks()).containsExactly("category 'mug' is taken for the model's 'cup'");
  }

  @Test
  void mapsCategoriesByNameWhereTheOrderContradictsThem() throws Exception {
    CocoAnnotations truth =
        load(
            IMAGES,
            objects(1, 2),
            "[{\"id\": 1, \"name\": \"cup\"}, {\"id\": 2, \"name\": \"mug\"}]");
    assertThat(truth.objectsIn(folder.resolve("a.jpg"), 10, 10))
        .extracting(TrueObject::classId)
        .containsExactly(1, 2);
    assertThat(truth.classNames()).containsExactly("cat", "cup", "mug");
  }

  @Test
  void refusesCategoriesThatTheModelKnowsNothingOf() {
    assertThatThrownBy(() -> load(IMAGES, "[]", "[{\"id\": 1, \"name\": \"drone\"}]"))
        .isInstanceOf(GroundTruthException.class)
        .hasMessageEndingWith("the model knows none of the categories [drone]");
  }

  @Test
  void leavesOutPicturesOfOneSideOnlyAndSaysSo() throws Exception {
    Files.writeString(folder.resolve("unlisted.png"), "");
    CocoAnnotations truth =
        load(
            """
            [{"id": 7, "file_name": "b.jpg"}, {"id": 9, "file_name": "missing.jpg"}]""",
            "[{\"image_id\": 1, \"category_id\": 1, %s}, {\"image_id\": 7, \"category_id\": 2, %s}]"
                .formatted(BOX, BOX),
            "[{\"id\": 1, \"name\": \"cat\"}]");
    assertThat(truth.pictures()).containsExactly(folder.resolve("b.jpg"));
    assertThat(truth.objectsIn(folder.resolve("b.jpg"), 10, 10)).isEmpty();
    assertThat(truth.remarks())
        .containsExactly(
            "annotations of a picture or category that the file does not list: 2",
            "pictures of the file that are not in the folder, left out: 1",
            "pictures in the folder that the file does not list, left out: 2");
  }

  @Test
  void refusesAFolderWithoutAnyOfThePictures() {
    assertThatThrownBy(
            () ->
                load(
                    "[{\"id\": 9, \"file_name\": \"missing.jpg\"}]",
                    "[]",
                    "[{\"id\": 1, \"name\": \"cat\"}]"))
        .isInstanceOf(GroundTruthException.class)
        .hasMessageContaining("no picture of ");
  }

  @Test
  void refusesAPictureListedTwice() {
    assertThatThrownBy(
            () ->
                load(
                    "[{\"id\": 1, \"file_name\": \"a.jpg\"}, {\"id\": 2, \"file_name\": \"a.jpg\"}]",
                    "[]",
                    "[{\"id\": 1, \"name\": \"cat\"}]"))
        .isInstanceOf(GroundTruthException.class)
        .hasMessageEndingWith("picture a.jpg is listed twice");
  }

  @Test
  void readsIdsThatAreTextsAndNumbersInQuotes() throws Exception {
    CocoAnnotations truth =
        load(
            "[{\"id\": \"z9\", \"file_name\": \"b.jpg\"}, {\"id\": \"10\", \"file_name\": \"a.jpg\","
                + " \"width\": \"10\", \"height\": 10.0}]",
            "[{\"id\": \"a\", \"image_id\": 10.0, \"category_id\": \"3\", \"bbox\": [\"1\", \"2\", 3, 4]},"
                + " {\"id\": \"b\", \"image_id\": \"z9\", \"category_id\": 3, \"bbox\": [1, 2, 3, 4]}]",
            "[{\"id\": 3, \"name\": \"cat\"}]");

    assertThat(truth.pictures()).containsExactly(folder.resolve("a.jpg"), folder.resolve("b.jpg"));
    for (Path picture : truth.pictures()) {
      assertThat(truth.objectsIn(picture, 10, 10))
          .containsExactly(new TrueObject(0, 1, 2, 3, 4, 12, false));
    }
  }

  @Test
  void picturesAreInTheOrderOfTheirNumbersWhateverTheirSpelling() throws Exception {
    Files.writeString(folder.resolve("c.jpg"), "");
    CocoAnnotations truth =
        load(
            "[{\"id\": \"10\", \"file_name\": \"a.jpg\"}, {\"id\": \"9\", \"file_name\": \"b.jpg\"},"
                + " {\"id\": 2, \"file_name\": \"c.jpg\"}]",
            "[]",
            CAT);

    assertThat(truth.pictures())
        .extracting(picture -> picture.getFileName().toString())
        .containsExactly("c.jpg", "b.jpg", "a.jpg");
  }

  @Test
  void leavesOutAnnotationsWithoutABoxAndSaysSoOnce() throws Exception {
    CocoAnnotations truth =
        load(
            IMAGES,
            """
            [{"image_id": 5, "category_id": 1, "area": 7},
             {"image_id": 5, "category_id": 1, "bbox": null},
             {"image_id": 5, "category_id": 1, "bbox": []},
             {"image_id": 5, "category_id": 1, "bbox": [1, 2, 3, 4], "area": NaN}]""",
            CAT);

    assertThat(truth.objectsIn(folder.resolve("a.jpg"), 10, 10))
        .containsExactly(new TrueObject(0, 1, 2, 3, 4, 12, false));
    assertThat(truth.remarks()).containsExactly("annotations without a box, left out: 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train2017/a.jpg",
        "C:\\\\data\\\\a.jpg",
        "/mnt/data/a.jpg",
        "http://host/x/a.jpg",
        "images\\\\a.jpg",
        "./a.jpg"
      })
  void findsAPictureByItsNameWhereThePathDoesNotExist(String name) throws Exception {
    CocoAnnotations truth =
        load("[{\"id\": 5, \"file_name\": \"%s\"}]".formatted(name), objects(1), CAT);

    assertThat(truth.pictures()).hasSize(1);
    assertThat(truth.objectsIn(truth.pictures().get(0), 10, 10)).hasSize(1);
    if (!name.startsWith(".")) {
      assertThat(truth.remarks())
          .contains("pictures found by the end of their name, as the file names other folders: 1");
    }
  }

  @Test
  void aNameThatEndsLikeSeveralPicturesIsToldApartByItsFoldersOrLeftOut() throws Exception {
    Path day = Files.createDirectories(folder.resolve("day"));
    Path night = Files.createDirectories(folder.resolve("night"));
    Files.writeString(day.resolve("1.jpg"), "");
    Files.writeString(night.resolve("1.jpg"), "");

    CocoAnnotations truth =
        load(
            "[{\"id\": 1, \"file_name\": \"D:\\\\set\\\\night\\\\1.jpg\"}, {\"id\": 2, \"file_name\": \"set/1.jpg\"},"
                + " {\"id\": 3, \"file_name\": \"x/a.jpg\"}, {\"id\": 4, \"file_name\": \"y/a.jpg\"}]",
            "[]",
            CAT);

    assertThat(truth.pictures()).containsExactly(night.resolve("1.jpg"));
    assertThat(truth.remarks())
        .contains("pictures of the file that are not in the folder, left out: 3");
  }

  @Test
  void readsTheFileThatOnceStoppedTheEvaluation() throws Exception {
    Path faults = Faults.path("F10-labels");

    CocoAnnotations truth =
        CocoAnnotations.load(
            faults.resolve("images"),
            faults.resolve("iscrowd-float.json"),
            new Labels(CocoLabels.read()));

    assertThat(truth.objectsIn(truth.pictures().get(0), 226, 150))
        .containsExactly(new TrueObject(15, 1, 0, 220, 148, 32560, false));
  }

  /** Objects of these categories in a.jpg. */
  private static String objects(int... categories) {
    StringBuilder list = new StringBuilder("[");
    for (int category : categories) {
      list.append(list.length() > 1 ? "," : "")
          .append("{\"image_id\": 5, \"category_id\": %d, %s}".formatted(category, BOX));
    }
    return list.append("]").toString();
  }

  private CocoAnnotations load(String images, String annotations, String categories)
      throws IOException, GroundTruthException {
    Files.writeString(folder.resolve("a.jpg"), "");
    Files.writeString(folder.resolve("b.jpg"), "");
    Path file =
        Files.writeString(
            folder.resolve("instances.json"),
            "{\"info\": {\"year\": 2017}, \"annotations\": %s, \"images\": %s, \"categories\": %s}"
                .formatted(annotations, images, categories));
    return CocoAnnotations.load(folder, file, new Labels(List.of("cat", "cup")));
  }
}
