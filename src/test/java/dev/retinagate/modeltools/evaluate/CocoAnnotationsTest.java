package dev.retinagate.modeltools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.detection.Labels;
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
  void leavesOutWhatIsNotOnBothSidesAndSaysSo() throws Exception {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"images\": [], \"categories\": []}",
        "{\"images\": [",
        "{\"images\": [{\"file_name\": \"a.jpg\"}]}",
        "{\"images\": [{\"id\": 1, \"file_name\": null}]}",
        "{\"images\": [{\"id\": \"x\", \"file_name\": \"a.jpg\"}]}",
        "{\"annotations\": [{\"image_id\": 1, \"category_id\": 1}]}",
        "{\"annotations\": [{\"image_id\": 1, \"category_id\": 1, \"bbox\": [1, 2, 3]}]}",
        "not JSON"
      })
  void refusesWhatIsNotCocoAnnotationsAndNamesTheFile(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.json"), content);
    assertThatThrownBy(() -> CocoAnnotations.load(folder, file, new Labels(List.of("cat"))))
        .isInstanceOf(GroundTruthException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageNotContaining("dev.retinagate");
  }

  @Test
  void refusesAMissingFile() {
    Path file = folder.resolve("missing.json");
    assertThatThrownBy(() -> CocoAnnotations.load(folder, file, new Labels(List.of("cat"))))
        .isInstanceOf(GroundTruthException.class)
        .hasMessageStartingWith(file + " cannot be read");
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
