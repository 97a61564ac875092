package dev.retinagate.client.upload;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * One document in the format of COCO's annotations, with a score for each. Annotations leave as
 * they come; the list of pictures, which stands behind them, waits in a temporary file, so that
 * memory does not grow with the run. Pictures that failed are left out, and named by {@code
 * problems}. Category ids are the model's class ids and 1: 0 means "none" to some tools.
 */
public final class CocoWriter implements OutcomeWriter {

  private static final JsonArray NONE = new JsonArray();

  private final Lines lines;
  private final PrintWriter problems;
  private final Path images;
  private final BufferedWriter imagesOut;
  private final Map<Integer, String> categories = new TreeMap<>();
  private long imageCount;
  private long annotationCount;

  /**
   * Onto {@code out}; failures are said on {@code problems}. Both stay open.
   *
   * @throws IOException if there is no room for temporary files
   */
  public CocoWriter(PrintWriter out, PrintWriter problems) throws IOException {
    lines = new Lines(out);
    this.problems = problems;
    images = Files.createTempFile("retinagate-coco", ".jsonl");
    imagesOut = Files.newBufferedWriter(images, StandardCharsets.UTF_8);
  }

  @Override
  public void write(Outcome outcome) throws IOException {
    String name = outcome.input().name();
    if (!outcome.isDone()) {
      JsonObject problem = outcome.problem().orElseThrow();
      problems.println(name + ": " + problem.getString("detail", problem.getString("title")));
      return;
    }
    JsonObject answer = outcome.answer().json();
    imageCount++;
    JsonObject size = answer.getJsonObject("image", new JsonObject());
    imagesOut.write(
        new JsonObject()
            .put("id", imageCount)
            .put("file_name", name)
            .put("width", size.getValue("width"))
            .put("height", size.getValue("height"))
            .encode());
    imagesOut.newLine();
    JsonArray detections = answer.getJsonArray("detections", NONE);
    for (int i = 0; i < detections.size(); i++) {
      annotate(detections.getJsonObject(i));
    }
  }

  private void annotate(JsonObject detection) throws IOException {
    JsonObject box = detection.getJsonObject("box");
    double width = box.getDouble("width");
    double height = box.getDouble("height");
    int category = detection.getInteger("classId") + 1;
    categories.put(category, detection.getString("label"));
    annotationCount++;
    String annotation =
        new JsonObject()
            .put("id", annotationCount)
            .put("image_id", imageCount)
            .put("category_id", category)
            .put(
                "bbox",
                new JsonArray()
                    .add(box.getDouble("x"))
                    .add(box.getDouble("y"))
                    .add(width)
                    .add(height))
            .put("area", width * height)
            .put("iscrowd", 0)
            .put("score", detection.getDouble("score"))
            .encode();
    lines.print((annotationCount == 1 ? "{\"annotations\":[" : ",") + annotation);
  }

  @Override
  public void close() throws IOException {
    imagesOut.close();
    if (annotationCount == 0) {
      lines.print("{\"annotations\":[");
    }
    lines.print("],\"images\":[");
    try (BufferedReader in = Files.newBufferedReader(images, StandardCharsets.UTF_8)) {
      String separator = "";
      for (String image = in.readLine(); image != null; image = in.readLine()) {
        lines.print(separator + image);
        separator = ",";
      }
    } finally {
      Files.delete(images);
    }
    JsonArray all = new JsonArray();
    categories.forEach((id, name) -> all.add(new JsonObject().put("id", id).put("name", name)));
    lines.print("],\"categories\":" + all.encode() + "}");
  }
}
