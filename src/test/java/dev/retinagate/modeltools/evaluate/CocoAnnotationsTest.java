package dev.retinagate.modeltools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.detection.Labels;
import dev.retinagate.modeltools.CocoLabels;
import dev.retinagate.support.Faults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                                  | expected a JSON object with images, annotations and categories
          {"images": [], "categories": []}    | found no annotations
          {"images": {}}                      | : 'images': expected a list, found {...}
          {"images": [                        | line 1, column 13: the file is cut short
          not JSON                            | line 1, column
          {"images": [{"file_name": "a"}]}    | image number 1: 'id': expected a number or a text, found no such field
          {"images": [{"id": 1, "file_name": null}]}  | image 1: 'file_name': expected a text, found null
          {"images": [{"id": 1, "file_name": "a", "width": "wide"}]} | image 1: 'width': expected a whole number of pixels, found 'wide'
          {"images": [7]}                     | image number 1: expected an object, found 7
          {"categories": [{"id": {}, "name": "cat"}]} | category number 1: 'id': expected a number or a text, found [{...}]
          {"annotations": [{"id": 8, "category_id": 1, "bbox": [1, 2, 3, 4]}]} | annotation 8: 'image_id': expected a number or a text, found no such field
          {"annotations": [{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3]}]} | annotation number 1: 'bbox': expected four numbers, [left, top, width, height] in pixels, found [1, 2, 3]
          {"annotations": [{"id": "x", "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, -4]}]} | annotation x: 'bbox': expected four numbers
          {"annotations": [{"id": 3, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "area": "big"}]} | annotation 3: 'area': expected a number of square pixels, found 'big'
          {"annotations": [{"id": 3, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "iscrowd": "some"}]} | annotation 3: 'iscrowd': expected 0 or 1, found 'some'
          """)
  void namesEntryFieldAndWhatWasExpected(String content, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.json"), whole(content));
    assertThatThrownBy(() -> CocoAnnotations.load(folder, file, new Labels(List.of("cat"))))
        .isInstanceOf(GroundTruthException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  /** With the sections that a faulty one lacks, so that each row shows one fault. */
  private static String whole(String content) {
    String whole = content;
    if (content.endsWith("]}") && !content.contains("\"images\": [],")) {
      for (String section : List.of("images", "categories", "annotations")) {
        if (!content.contains('"' + section + '"')) {
          whole = whole.substring(0, whole.length() - 1) + ", \"" + section + "\": []}";
        }
      }
    }
    return whole;
  }

  @Test
  void namesTenFaultsAndCountsTheRest() throws IOException {
    String bad = "{\"image_id\": 5, \"category_id\": 1, \"bbox\": 7}";
    String annotations = "[" + (bad + ",").repeat(11) + bad + "]";

    assertThatThrownBy(() -> load(IMAGES, annotations, CAT))
        .hasMessageContaining("annotation number 1: ")
        .hasMessageContaining("annotation number 10: ")
        .hasMessageEndingWith("and 2 more of such faults");
  }

  @ParameterizedTest
  @CsvSource({
    "0, false",
    "1, true",
    "0.0, false",
    "1.0, true",
    "1e0, true",
    "false, false",
    "true, true",
    "null, false",
    "'\"0\"', false",
    "'\"1\"', true",
    "'\"0.0\"', false",
    "'\"1.0\"', true",
    "'\"False\"', false",
    "'\"TRUE\"', true",
    "'\" 1 \"', true",
    "'\"\"', false",
    "'\"no\"', false",
    "'\"yes\"', true",
    "NaN, false",
    "[], false"
  })
  void readsIscrowdInAnySpelling(String spelling, boolean crowd) throws Exception {
    CocoAnnotations truth =
        load(
            IMAGES,
            "[{\"image_id\": 5, \"category_id\": 1, %s, \"iscrowd\": %s}]".formatted(BOX, spelling),
            CAT);

    assertThat(truth.objectsIn(folder.resolve("a.jpg"), 10, 10))
        .extracting(TrueObject::crowd)
        .containsExactly(crowd);
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

  /** Seeded damage to a good file: it is read, or refused in our own words. */
  @Test
  void aThousandDamagedFilesAreReadOrRefusedInPlainWords() throws Exception {
    String good =
        "{\"images\": %s, \"annotations\": %s, \"categories\": %s}"
            .formatted(IMAGES, objects(1, 1), CAT);
    Random random = new Random(12);
    Path file = folder.resolve("damaged.json");
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
      for (int damage = 1 + random.nextInt(3); damage > 0; damage--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) (random.nextInt(8) == 0 ? 200 : "[]{}\",:0x-".charAt(random.nextInt(10)));
      }
      Files.write(
          file,
          random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
      try {
        CocoAnnotations.load(folder, file, new Labels(List.of("cat")));
      } catch (GroundTruthException e) {
        assertThat(e.getMessage())
            .contains(file.toString())
            .doesNotContain(
                "com.fasterxml", "java.", "Exception", "Unexpected character", "JsonToken");
      }
    }
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
