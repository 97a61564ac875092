package dev.retinagate.client.upload;

import dev.retinagate.client.series.Csv;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * A row a detection, under a line of names. A picture in which nothing was found has one row
 * without a label, and one that failed has one row with the problem, so that each picture is there.
 */
public final class CsvWriter implements OutcomeWriter {

  private static final JsonArray NONE = new JsonArray();

  private final Lines lines;
  private boolean begun;

  /** Onto this writer, which stays open. */
  public CsvWriter(PrintWriter out) {
    lines = new Lines(out);
  }

  @Override
  public void write(Outcome outcome) throws IOException {
    begin();
    String name = outcome.input().name();
    if (!outcome.isDone()) {
      JsonObject problem = outcome.problem().orElseThrow();
      String told = problem.getString("detail", problem.getString("title", "failed"));
      lines.print(Csv.row(name, null, null, null, null, null, null, null, told));
      return;
    }
    JsonArray detections = outcome.answer().json().getJsonArray("detections", NONE);
    if (detections.isEmpty()) {
      lines.print(Csv.row(name, null, null, null, null, null, null, null, null));
    }
    for (int i = 0; i < detections.size(); i++) {
      lines.print(row(name, detections.getJsonObject(i)));
    }
  }

  private static String row(String name, JsonObject detection) {
    JsonObject box = detection.getJsonObject("box");
    return Csv.row(
        name,
        detection.getValue("label"),
        detection.getValue("classId"),
        detection.getValue("score"),
        box.getValue("x"),
        box.getValue("y"),
        box.getValue("width"),
        box.getValue("height"),
        null);
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      lines.print("name,label,classId,score,x,y,width,height,problem");
    }
  }

  /** A run without pictures has the names, too. */
  @Override
  public void close() throws IOException {
    begin();
  }
}
