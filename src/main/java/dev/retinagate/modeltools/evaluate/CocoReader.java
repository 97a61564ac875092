package dev.retinagate.modeltools.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a COCO "instances" file as a stream, so that the outlines, most of its bytes, are never in
 * memory. An error message speaks of the file: the entry, the field, its value, and the expected
 * value.
 */
final class CocoReader {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Python's json writes NaN where an area cannot be computed.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final int MAX_FAULTS = 10;
  private static final Set<String> SECTIONS = Set.of("images", "categories", "annotations");

  private final Path file;
  private final List<String> faults = new ArrayList<>();
  private final List<CocoFile.Image> images = new ArrayList<>();
  private final List<CocoFile.Category> categories = new ArrayList<>();
  private final List<CocoFile.Annotation> annotations = new ArrayList<>();
  private int faultCount;
  private int withoutBox;

  CocoReader(Path file) {
    this.file = file;
  }

  CocoFile read() throws GroundTruthException {
    try (InputStream in = Files.newInputStream(file);
        JsonParser parser = JSON.createParser(in)) {
      readSections(parser);
    } catch (JsonProcessingException e) {
      throw failure(syntax(e));
    } catch (IOException e) {
      throw new GroundTruthException(
          FileNames.text(file) + " cannot be read: " + FileProblem.reason(e));
    }
    if (faultCount > faults.size()) {
      faults.add("and " + (faultCount - faults.size()) + " more of such faults");
    }
    if (!faults.isEmpty()) {
      throw failure(String.join(System.lineSeparator() + "  ", faults));
    }
    return new CocoFile(images, categories, annotations, withoutBox);
  }

  private void readSections(JsonParser parser) throws IOException, GroundTruthException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw failure("expected a JSON object with images, annotations and categories");
    }
    Set<String> missing = new TreeSet<>(SECTIONS);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String section = parser.currentName();
      parser.nextToken();
      if (!SECTIONS.contains(section)) {
        parser.skipChildren();
      } else if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw failure("'" + section + "': expected a list, found " + CocoEntry.shown(parser));
      } else {
        missing.remove(section);
        readEntries(parser, section);
      }
    }
    if (!missing.isEmpty()) {
      throw failure(
          "expected a JSON object with images, annotations and categories, found no "
              + String.join(" and no ", missing));
    }
  }

  private void readEntries(JsonParser parser, String section) throws IOException {
    for (int number = 1; parser.nextToken() != JsonToken.END_ARRAY; number++) {
      String kind = section.equals("categories") ? "category" : section.replaceAll("s$", "");
      try {
        CocoEntry entry = CocoEntry.read(parser, kind, number);
        switch (section) {
          case "images" -> images.add(image(entry));
          case "categories" ->
              categories.add(new CocoFile.Category(entry.id("id"), entry.text("name")));
          default -> addAnnotation(entry);
        }
      } catch (GroundTruthException e) {
        faultCount++;
        if (faults.size() < MAX_FAULTS) {
          faults.add(e.getMessage());
        }
      }
    }
  }

  private static CocoFile.Image image(CocoEntry entry) throws GroundTruthException {
    return new CocoFile.Image(
        entry.id("id"), entry.text("file_name"), entry.side("width"), entry.side("height"));
  }

  private void addAnnotation(CocoEntry entry) throws GroundTruthException {
    if (entry.isEmpty("bbox")) {
      withoutBox++;
      return;
    }
    annotations.add(
        new CocoFile.Annotation(
            entry.id("image_id"),
            entry.id("category_id"),
            entry.box("bbox"),
            entry.area("area"),
            entry.flag("iscrowd")));
  }

  private static String syntax(JsonProcessingException e) {
    JsonLocation place = e.getLocation();
    String where =
        place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
    return e instanceof JsonEOFException
        ? where + "the file is cut short: its JSON ends here"
        : where + "no JSON: a value, comma, quote or bracket is missing, or is not expected here";
  }

  private GroundTruthException failure(String message) {
    return new GroundTruthException(FileNames.text(file) + ": " + message);
  }
}
