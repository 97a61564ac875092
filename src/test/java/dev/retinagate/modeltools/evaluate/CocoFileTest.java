package dev.retinagate.modeltools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class CocoFileTest {

  private static final String BOX = "\"bbox\": [1.5, 2, 30, 40]";

  /** To be completed with the annotations. */
  private static final String GOOD =
      "{\"images\": [{\"id\": 5, \"file_name\": \"a.jpg\", \"width\": 640, \"height\": 480}],"
          + " \"categories\": [{\"id\": 1, \"name\": \"cat\"}], \"annotations\": %s}";

  @TempDir private Path folder;

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
    CocoFile file =
        read(
            "[{\"image_id\": 5, \"category_id\": 1, %s, \"iscrowd\": %s}]"
                .formatted(BOX, spelling));

    assertThat(file.annotations()).extracting(CocoFile.Annotation::crowd).containsExactly(crowd);
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
  void namesEntryFieldAndExpectation(String content, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.json"), whole(content));
    assertThatThrownBy(() -> CocoFile.read(file))
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

    assertThatThrownBy(() -> read(annotations))
        .hasMessageContaining("annotation number 1: ")
        .hasMessageContaining("annotation number 10: ")
        .hasMessageEndingWith("and 2 more of such faults");
  }

  /** Seeded damage to a good file: it is read, or refused in our own words. */
  @Test
  void aThousandDamagedFilesAreReadOrRefusedInPlainWords() throws Exception {
    String good = GOOD.formatted("[{\"image_id\": 5, \"category_id\": 1, %s}]".formatted(BOX));
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
        CocoFile.read(file);
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
    assertThatThrownBy(() -> CocoFile.read(file))
        .isInstanceOf(GroundTruthException.class)
        .hasMessage(file + " cannot be read: there is no such file");
  }

  private CocoFile read(String annotations) throws IOException, GroundTruthException {
    return CocoFile.read(
        Files.writeString(folder.resolve("instances.json"), GOOD.formatted(annotations)));
  }
}
