package dev.retinagate.client.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.client.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritersTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aLineOfJsonHasTheNameTheTimeAndTheAnswer() throws IOException {
    write(new JsonLinesWriter(print(out)), Outcomes.of("cam", "id", null), Outcomes.failed("cam"));

    List<JsonObject> lines = out.toString().lines().map(JsonObject::new).toList();
    assertThat(lines.get(0).fieldNames())
        .containsExactly("name", "time", "requestId", "image", "detections");
    assertThat(lines.get(1).getJsonObject("problem").getString("type"))
        .isEqualTo("urn:retinagate:problem:node-away");
  }

  @Test
  void csvHasARowADetectionAndOneForEachPictureWithoutAny() throws IOException {
    write(
        new CsvWriter(print(out)),
        cow("a, \"b\".jpg"),
        Outcomes.of("cam", "id", null),
        Outcomes.failed("cam"));

    assertThat(out.toString().lines())
        .containsExactly(
            "name,label,classId,score,x,y,width,height,problem",
            "\"a, \"\"b\"\".jpg\",cow,19,0.5,1.0,2.0,30.0,40.0,",
            "cam,,,,,,,,",
            "cam,,,,,,,,gone");
  }

  @Test
  void csvOfNothingHasItsNames() throws IOException {
    write(new CsvWriter(print(out)));
    assertThat(out.toString().lines()).hasSize(1);
  }

  @Test
  void cocoIsOneDocumentWithPicturesAnnotationsAndCategories() throws IOException {
    write(
        new CocoWriter(print(out), print(err)),
        Outcomes.of("empty.jpg", "id", null),
        cow("cow.jpg"),
        Outcomes.failed("bad.jpg"),
        cow("cow2.jpg"));

    JsonObject document = new JsonObject(out.toString());
    assertThat(document.getJsonArray("images")).hasSize(3);
    assertThat(document.getJsonArray("images").getJsonObject(1))
        .isEqualTo(
            new JsonObject()
                .put("id", 2)
                .put("file_name", "cow.jpg")
                .put("width", 640)
                .put("height", 480));
    JsonObject second = document.getJsonArray("annotations").getJsonObject(1);
    assertThat(second.getInteger("image_id")).isEqualTo(3);
    assertThat(second.getJsonArray("bbox"))
        .isEqualTo(new JsonArray().add(1.0).add(2.0).add(30.0).add(40.0));
    assertThat(second.getDouble("area")).isEqualTo(1200);
    assertThat(document.getJsonArray("categories").encode())
        .isEqualTo("[{\"id\":20,\"name\":\"cow\"}]");
    assertThat(err.toString().strip()).isEqualTo("bad.jpg: gone");
  }

  @Test
  void cocoOfNothingIsADocumentToo() throws IOException {
    write(new CocoWriter(print(out), print(err)));
    assertThat(new JsonObject(out.toString()).getJsonArray("images")).isEmpty();
  }

  @Test
  void aReaderThatHasGoneEndsTheRun() {
    Writer closed =
        new Writer() {
          @Override
          public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    assertThatThrownBy(
            () -> new JsonLinesWriter(print(closed)).write(Outcomes.of("cam", "id", null)))
        .isInstanceOf(IOException.class)
        .hasMessage("standard output was closed");
  }

  @Test
  void aSeriesHasARowALabelAndZoneAndIsGoneOnWith() throws IOException {
    Path file = folder.resolve("counts.csv");
    JsonObject plain =
        new JsonObject()
            .put("alert", true)
            .put(
                "counts",
                new JsonArray()
                    .add(new JsonObject().put("label", "cow").put("count", 4))
                    .add(new JsonObject().put("label", "person").put("count", 0)));
    JsonObject zoned =
        new JsonObject()
            .put("alert", false)
            .put(
                "counts",
                new JsonArray()
                    .add(new JsonObject().put("label", "cow").put("zone", "yard").put("count", 2)));
    write(new SeriesWriter(file), Outcomes.of("cam", "1", plain), Outcomes.failed("cam"));
    write(new SeriesWriter(file), Outcomes.of("cam", "2", zoned));

    assertThat(Files.readAllLines(file))
        .containsExactly(
            "time,source,label,zone,count,alert",
            "2026-11-26T12:00:00Z,cam,cow,,4,true",
            "2026-11-26T12:00:00Z,cam,person,,0,true",
            "2026-11-26T12:00:00Z,cam,cow,yard,2,false");
  }

  @Test
  void aSeriesGoesOnBehindARowThatWasCut() throws Exception {
    Path file = folder.resolve("cut.csv");
    JsonObject counts =
        Outcomes.intruders()
            .put(
                "counts",
                new JsonArray().add(new JsonObject().put("label", "cow").put("count", 4)));
    write(new SeriesWriter(file), Outcomes.of("cam", "1", counts));
    String whole = Files.readString(file);
    Files.writeString(file, whole + "2026-11-26T12:00:00Z,cam,co");

    write(new SeriesWriter(file), Outcomes.of("cam", "2", counts));

    assertThat(Files.readAllLines(file))
        .containsExactly(
            "time,source,label,zone,count,alert",
            "2026-11-26T12:00:00Z,cam,cow,,4,false",
            "2026-11-26T12:00:00Z,cam,cow,,4,false");
  }

  @Test
  void aFileThatIsNoSeriesIsNotCut() throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "no row");

    write(new SeriesWriter(file));

    assertThat(Files.readString(file)).isEqualTo("no row");
  }

  private static Outcome cow(String name) {
    JsonObject json = Outcomes.of(name, "id", null).answer().json();
    json.getJsonArray("detections")
        .add(
            new JsonObject()
                .put("label", "cow")
                .put("classId", 19)
                .put("score", 0.5)
                .put(
                    "box",
                    new JsonObject()
                        .put("x", 1.0)
                        .put("y", 2.0)
                        .put("width", 30.0)
                        .put("height", 40.0)));
    return new Outcome(Outcomes.input(name), new Answer(200, json, 0), null);
  }

  private static void write(OutcomeWriter writer, Outcome... outcomes) throws IOException {
    try (writer) {
      for (Outcome outcome : outcomes) {
        writer.write(outcome);
      }
    }
  }

  private static PrintWriter print(Writer to) {
    return new PrintWriter(to, true);
  }
}
