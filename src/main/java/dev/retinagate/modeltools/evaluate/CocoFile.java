package dev.retinagate.modeltools.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A COCO "instances" file as it stands, with what the measure needs of it. It is read as a stream,
 * so that the outlines, most of its bytes, are never in memory.
 *
 * @param images the pictures
 * @param categories the classes
 * @param annotations the objects
 */
record CocoFile(List<Image> images, List<Category> categories, List<Annotation> annotations) {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final int BOX_NUMBERS = 4;

  /** A picture; width and height are 0 where the file does not tell them. */
  record Image(
      @JsonProperty(required = true) long id,
      @JsonProperty(value = "file_name", required = true) String fileName,
      @JsonProperty int width,
      @JsonProperty int height) {

    /** Refuses a picture without a name. */
    Image {
      if (fileName == null) {
        throw new IllegalArgumentException("image " + id + " has no file_name");
      }
    }
  }

  /** A class. */
  record Category(
      @JsonProperty(required = true) long id, @JsonProperty(required = true) String name) {

    /** Refuses a class without a name. */
    Category {
      if (name == null) {
        throw new IllegalArgumentException("category " + id + " has no name");
      }
    }
  }

  /** An object: box as left, top, width, height in pixels; no area where the file has none. */
  record Annotation(
      @JsonProperty long id,
      @JsonProperty(value = "image_id", required = true) long imageId,
      @JsonProperty(value = "category_id", required = true) long categoryId,
      @JsonProperty(value = "bbox", required = true) List<Double> box,
      @JsonProperty Double area,
      @JsonProperty(value = "iscrowd") boolean crowd) {

    /** Refuses a box that is none. */
    Annotation {
      if (box == null || box.size() != BOX_NUMBERS || box.stream().anyMatch(Objects::isNull)) {
        throw new IllegalArgumentException("bbox of annotation " + id + " is not [x, y, w, h]");
      }
    }

    TrueObject toObject(int classId) {
      double width = box.get(2);
      double height = box.get(3);
      return new TrueObject(
          classId,
          box.get(0),
          box.get(1),
          width,
          height,
          area == null ? width * height : area,
          crowd);
    }
  }

  /**
   * Reads a file.
   *
   * @throws GroundTruthException if it is not COCO annotations
   */
  static CocoFile read(Path file) throws GroundTruthException {
    try (JsonParser parser = JSON.createParser(file.toFile())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw notCoco(file);
      }
      List<Image> images = null;
      List<Category> categories = null;
      List<Annotation> annotations = null;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String section = parser.currentName();
        parser.nextToken();
        switch (section) {
          case "images" -> images = list(parser, Image.class);
          case "categories" -> categories = list(parser, Category.class);
          case "annotations" -> annotations = list(parser, Annotation.class);
          default -> parser.skipChildren();
        }
      }
      if (images == null || categories == null || annotations == null) {
        throw notCoco(file);
      }
      return new CocoFile(images, categories, annotations);
    } catch (JacksonException e) {
      String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
      throw new GroundTruthException(file + line + ": " + reason(e));
    } catch (IOException e) {
      throw new GroundTruthException(file + " cannot be read: " + e.getMessage());
    }
  }

  /** What a record above refused in its own words, else what Jackson says. */
  private static String reason(JacksonException e) {
    return e instanceof ValueInstantiationException && e.getCause() != null
        ? e.getCause().getMessage()
        : e.getOriginalMessage();
  }

  private static <T> List<T> list(JsonParser parser, Class<T> type) throws IOException {
    return JSON.readerForListOf(type).readValue(parser);
  }

  private static GroundTruthException notCoco(Path file) {
    return new GroundTruthException(
        file + ": expected a JSON object with images, annotations and categories");
  }
}
