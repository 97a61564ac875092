package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.client.StubServer;
import dev.retinagate.support.CommandRun;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command against a stub node: a picture whose text has "intruder" alerts, "bad" is a 415. */
class UploadCommandTest {

  @TempDir private Path folder;

  private final StubServer hook =
      new StubServer((request, body) -> request.response().setStatusCode(204).end());
  private final StubServer node =
      new StubServer(
          (request, body) -> {
            if (request.path().equals("/camera")) {
              request.response().end("<html>");
            } else if (body.toString().contains("bad")) {
              StubServer.refuse(request.response(), 415, "unsupported-format");
            } else {
              request.response().end(answer(request, body).encode());
            }
          });

  private static JsonObject answer(HttpServerRequest request, Buffer body) {
    boolean alert = body.toString().contains("intruder");
    JsonObject answer =
        new JsonObject()
            .put("requestId", body.toString())
            .put("image", new JsonObject().put("width", 64).put("height", 48))
            .put("detections", new JsonArray());
    return request.query() == null
        ? answer
        : answer.put(
            "assessment",
            new JsonObject()
                .put("alert", alert)
                .put("intruders", new JsonArray())
                .put(
                    "counts",
                    new JsonArray()
                        .add(new JsonObject().put("label", "cow").put("count", body.length()))));
  }

  @AfterEach
  void close() {
    node.close();
    hook.close();
  }

  @Test
  void everyPictureOfAFolderIsAnsweredInOrderWithStatusZero() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      names.add(picture("p%02d.jpg".formatted(i), "picture").toString());
    }
    CommandRun run = upload(folder.toString(), "--concurrency", "8");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.lines())
        .extracting(line -> new JsonObject(line).getString("name"))
        .containsExactlyElementsOf(names);
    assertThat(run.err()).as("no progress bar on a pipe").isEmpty();
  }

  @Test
  void theKeyOfAFlagOrAFileIsSentAndNotPrinted() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "The key of a:\nrg_hidden\n");
    String picture = picture("a.jpg", "picture").toString();

    CommandRun run = upload(picture, "--key-file", file.toString());
    upload(picture, "--key", "rg_hidden");
    upload(picture);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out() + run.err()).doesNotContain("hidden");
    assertThat(node.requests())
        .extracting(request -> request.getHeader("Authorization"))
        .containsExactly("Bearer rg_hidden", "Bearer rg_hidden", null);
  }

  @Test
  void aKeyThatIsNoneIsRefusedAndNotPrinted() throws IOException {
    Path empty = Files.writeString(folder.resolve("key"), "\n");
    String picture = picture("a.jpg", "picture").toString();

    assertThat(upload(picture, "--key", "hidden hidden").err())
        .contains("printable ASCII")
        .doesNotContain("hidden");
    assertThat(upload(picture, "--key-file", empty.toString()).err()).contains("printable ASCII");
    assertThat(upload(picture, "--key-file", folder.resolve("none").toString()).err())
        .contains("there is no such file");
    assertThat(upload(picture, "--key", "a", "--key-file", empty.toString()).status()).isEqualTo(2);
    assertThat(node.requests()).isEmpty();
  }

  @Test
  void aPictureThatFailsIsStatusOneAndTheOthersAreAnswered() throws IOException {
    CommandRun run =
        upload(
            picture("a.jpg", "bad").toString(),
            folder.resolve("missing.jpg").toString(),
            node.uri() + "/camera",
            picture("b.jpg", "fine").toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines())
        .extracting(
            line ->
                new JsonObject(line).getJsonObject("problem", new JsonObject()).getString("type"))
        .containsExactly(
            "urn:retinagate:problem:unsupported-format",
            "urn:retinagate:problem:unreadable-file",
            "urn:retinagate:problem:camera",
            null);
  }

  @Test
  void anAlertIsStatusTwoAlsoWhenAPictureFailed() throws IOException {
    picture("a.jpg", "bad");
    picture("b.jpg", "intruder");

    assertThat(upload(folder.toString(), "--forbid", "person").status()).isEqualTo(2);
  }

  @Test
  void theRulesAreTheQuery() throws IOException {
    upload(
        picture("a.jpg", "x").toString(),
        "--threshold=0.4",
        "--max=7",
        "--labels=cow,dog",
        "--forbid=person/yard",
        "--expect=cow:3",
        "--count=sheep",
        "--zone=yard:0,0,1,0,1,1",
        "--zone=barn:0,0,1,0,0,1");

    HttpServerRequest request = node.requests().get(0);
    assertThat(request.getParam("threshold")).isEqualTo("0.4");
    assertThat(request.getParam("max")).isEqualTo("7");
    assertThat(request.getParam("labels")).isEqualTo("cow,dog");
    assertThat(request.getParam("forbid")).isEqualTo("person/yard");
    assertThat(request.getParam("expect")).isEqualTo("cow:3");
    assertThat(request.getParam("count")).isEqualTo("sheep");
    assertThat(request.params().getAll("zone"))
        .containsExactly("yard:0,0,1,0,1,1", "barn:0,0,1,0,0,1");
  }

  @Test
  void alertsArePostedAndSigned() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "key\n");
    picture("a.jpg", "fine");
    picture("b.jpg", "intruder 1");
    picture("c.jpg", "intruder 2");

    CommandRun run =
        upload(
            folder.toString(),
            "--forbid=person",
            "--alert-on=every",
            "--webhook=" + hook.uri(),
            "--webhook-secret=" + secret);

    assertThat(run.status()).isEqualTo(2);
    assertThat(hook.bodies())
        .extracting(body -> new JsonObject(body).getString("requestId"))
        .containsExactly("intruder 1", "intruder 2");
    assertThat(hook.requests())
        .allSatisfy(
            request ->
                assertThat(request.getHeader("X-Retinagate-Signature"))
                    .matches("sha256=[0-9a-f]{64}"))
        .extracting(request -> request.getHeader("X-Retinagate-Delivery"))
        .containsExactly("intruder 1", "intruder 2");
  }

  @Test
  void aSeriesIsWrittenAndPlotted() throws IOException {
    Path counts = folder.resolve("counts.csv");
    picture("a.jpg", "four");
    picture("b.jpg", "seven77");
    upload(folder.toString(), "--count=cow", "--series=" + counts);
    Path plot = folder.resolve("day.svg");

    assertThat(CommandRun.of("plot", counts.toString(), "-o", plot.toString()).status()).isZero();
    assertThat(Files.readAllLines(counts))
        .extracting(line -> line.replaceFirst("^[^,]*,[^,]*,", ""))
        .containsExactly("label,zone,count,alert", "cow,,4,false", "cow,,7,false");
    assertThat(plot).content().startsWith("<svg").contains("cow");
  }

  @Test
  void aPictureThatCannotBeDrawnFailsAlone() throws IOException {
    CommandRun run =
        upload(picture("a.jpg", "no picture").toString(), "--annotate", folder + "/drawn");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("urn:retinagate:problem:not-annotated");
  }

  @Test
  void aNodeThatIsAwayIsGivenUpOnAndSaidOnce() throws IOException {
    picture("a.jpg", "x");
    picture("b.jpg", "x");
    CommandRun run =
        CommandRun.of(
            "upload", folder.toString(), "--url=http://127.0.0.1:1", "--give-up-after=1ms");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines()).hasSize(1).first().asString().contains("node-away");
    assertThat(run.err().lines()).singleElement().asString().startsWith("Gave up: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x.jpg --every 10s                      | --every is for cameras, and 'x.jpg' is not an http or https address
          http://h/x --watch                     | --watch is for folders; --every asks a camera such as 'http://h/x'
          x.jpg --watch                          | --watch is for folders, and 'x.jpg' is not one
          http://h/x --every 10s --format coco   | --format coco is one document, which a run without an end never completes
          http://h/x --every 10ms                | --every is at least 100ms
          http://h/x --every soon                | Invalid value for option '--every': 'soon' is not a time, as in 500ms, 10s, 5m or 24h, up to a year
          x.jpg --series c.csv                   | --series writes what --count counts; name labels, as in --count cow,person
          x.jpg --concurrency 0                  | a window of 0 pictures; it has to be 1..1024
          x.jpg --webhook ftp://h/               | --webhook 'ftp://h/' is not an http or https address
          x.jpg --webhook-secret s               | --webhook-secret signs what --webhook posts; name that as well
          src --watch --annotate src/../src      | --annotate would write into a folder that is watched, and send its own pictures
          """)
  void flagsThatDoNotFitAreAUsageError(String arguments, String message) {
    CommandRun run = upload(arguments.split(" +", -1));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().lines().findFirst()).contains(message);
  }

  private CommandRun upload(String... arguments) {
    List<String> all = new ArrayList<>(List.of("upload", "--url", node.uri().toString()));
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray(new String[0]));
  }

  private Path picture(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
