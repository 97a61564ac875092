package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.support.FormBody;
import dev.retinagate.support.JarNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The main job, end to end: the packaged jar, the built-in model, real pictures. */
class DetectionIT {

  /** Generous: machines differ, and the figure itself is printed. */
  private static final Duration SLOWEST_START = Duration.ofSeconds(30);

  private static JarNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new JarNode();
    System.out.println("start to ready: " + node.startToReady().toMillis() + " ms");
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
  }

  @Test
  void isReadySoonAfterItsStart() {
    assertThat(node.startToReady()).isLessThan(SLOWEST_START);
    assertThat(node.log()).contains("transport: ");
  }

  @ParameterizedTest
  @CsvSource({"astronaut.jpg, person", "chelsea.jpg, cat", "coffee.jpg, cup"})
  void findsWhatIsInThePicture(String picture, String label) throws Exception {
    byte[] form = new FormBody().file("image", picture, JarNode.picture(picture)).bytes();

    JsonObject byForm = json(node.post("/detect", form, "Content-Type", FormBody.CONTENT_TYPE));
    JsonObject byBody = json(node.post("/detect", JarNode.picture(picture)));

    assertThat(labels(byForm)).contains(label);
    assertThat(byBody.getJsonArray("detections")).isEqualTo(byForm.getJsonArray("detections"));
    assertThat(byForm.getString("model")).isEqualTo("nanodet-g");
  }

  @Test
  void placesTheBoxOnTheUprightPicture() throws Exception {
    JsonObject upright = json(node.post("/detect?labels=cup&max=1", JarNode.picture("coffee.jpg")));
    JsonObject turned =
        json(node.post("/detect?labels=cup&max=1", JarNode.picture("coffee-exif6.jpg")));

    assertThat(turned.getJsonObject("image")).isEqualTo(upright.getJsonObject("image"));
    JsonObject expected = firstBox(upright);
    for (String edge : List.of("x", "y", "width", "height")) {
      assertThat(firstBox(turned).getDouble(edge))
          .isCloseTo(expected.getDouble(edge), within(12.0));
    }
    // The cup itself is right of the middle and in the upper half.
    assertThat(expected.getDouble("x")).isBetween(130.0, 210.0);
    assertThat(expected.getDouble("y") + expected.getDouble("height")).isBetween(200.0, 300.0);
  }

  @ParameterizedTest
  @CsvSource({
    "threshold=0.45, 1",
    "threshold=0.99, 0",
    "max=1, 1",
    "labels=dog, 1",
    "labels=%20DOG%20%2Ccat, 2",
    "labels=zebra, 0"
  })
  void answersWhatTheParametersAskFor(String query, int found) throws Exception {
    JsonObject answer = json(node.post("/detect?" + query, JarNode.picture("chelsea.jpg")));

    assertThat(answer.getJsonArray("detections")).hasSize(found);
  }

  @Test
  void answersAsManyAsARequestMayAskForAndTheSameFirstHundredAsByDefault() throws Exception {
    JsonArray most =
        json(node.post("/detect?threshold=0&max=300", JarNode.picture("astronaut.jpg")))
            .getJsonArray("detections");
    JsonArray byDefault =
        json(node.post("/detect?threshold=0", JarNode.picture("astronaut.jpg")))
            .getJsonArray("detections");

    assertThat(most).hasSize(300);
    assertThat(byDefault).hasSize(100).isEqualTo(new JsonArray(most.getList().subList(0, 100)));
  }

  @Test
  void answersSeveralPartsOneByOne() throws Exception {
    byte[] form =
        new FormBody()
            .file("a", "chelsea.jpg", JarNode.picture("chelsea.jpg"))
            .field("comment", "not a file")
            .file("b", "b.txt", "text".getBytes(StandardCharsets.UTF_8))
            .file("a", "astronaut.jpg", JarNode.picture("astronaut.jpg"))
            .bytes();

    JsonObject answer = json(node.post("/detect", form, "Content-Type", FormBody.CONTENT_TYPE));

    JsonArray results = answer.getJsonArray("results");
    assertThat(results).hasSize(3);
    assertThat(labels(results.getJsonObject(0))).contains("cat");
    assertThat(results.getJsonObject(1).getString("name")).isEqualTo("b.txt");
    assertThat(results.getJsonObject(1).getJsonObject("problem").getInteger("status"))
        .isEqualTo(415);
    assertThat(labels(results.getJsonObject(2))).contains("person");
  }

  @ParameterizedTest
  @CsvSource({"image/jpeg, /detect", "image/png, /detect", "*/*, /detect?annotate=true"})
  void answersTheAnnotatedPicture(String accept, String path) throws Exception {
    HttpResponse<byte[]> response =
        node.post(path, JarNode.picture("astronaut.jpg"), "Accept", accept);

    assertThat(response.statusCode()).isEqualTo(200);
    String type = accept.equals("*/*") ? "image/jpeg" : accept;
    assertThat(response.headers().firstValue("content-type")).hasValue(type);
    JsonArray detections =
        new JsonArray(response.headers().firstValue("X-Detections").orElseThrow());
    assertThat(detections.getJsonObject(0).getString("label")).isEqualTo("person");
    JsonObject again = json(node.post("/detect?threshold=0.5", response.body()));
    assertThat(labels(again)).contains("person");
    assertThat(again.getJsonObject("image").getInteger("width")).isEqualTo(512);
  }

  @Test
  void tellsItsModelHealthAndMeters() throws Exception {
    node.post("/detect", JarNode.picture("chelsea.jpg"));
    JsonObject model =
        json(node.send(HttpRequest.newBuilder(node.uri("/models")).build()))
            .getJsonArray("models")
            .getJsonObject(0);
    String metrics = text(node.send(node.manage("/metrics")));

    assertThat(model.getString("name")).isEqualTo("nanodet-g");
    assertThat(model.getJsonArray("labels")).hasSize(80);
    assertThat(model.getJsonObject("checksums").getMap()).isNotEmpty();
    assertThat(model.getJsonObject("provenance").getString("licence")).contains("Apache-2.0");
    assertThat(node.send(node.manage("/health/live")).statusCode()).isEqualTo(200);
    JsonObject health = json(node.send(HttpRequest.newBuilder(node.uri("/health")).build()));
    assertThat(health.getString("status")).isEqualTo("UP");
    for (String stage : List.of("decode", "prepare", "network", "post", "queue", "total")) {
      assertThat(metrics).containsPattern("_bucket\\{[^}]*" + stage);
    }
  }

  @ParameterizedTest
  @CsvSource({"/, text/html", "/docs, text/html", "/openapi.yaml, yaml"})
  void servesThePageAndItsReference(String path, String type) throws Exception {
    HttpResponse<byte[]> response = node.send(HttpRequest.newBuilder(node.uri(path)).build());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type").orElseThrow()).contains(type);
  }

  @Test
  void answersManyAtOnceAndEachWithItsOwn() throws Exception {
    List<String> pictures = List.of("astronaut.jpg", "chelsea.jpg", "coffee.jpg");
    List<String> expected = List.of("person", "cat", "cup");
    var requests =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    HttpRequest.newBuilder(node.uri("/detect"))
                        .POST(
                            HttpRequest.BodyPublishers.ofByteArray(
                                JarNode.picture(pictures.get(i % 3))))
                        .build())
            .map(
                request ->
                    node.client().sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()))
            .toList();

    for (int i = 0; i < requests.size(); i++) {
      assertThat(labels(json(requests.get(i).join()))).contains(expected.get(i % 3));
    }
  }

  private static JsonObject json(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    return new JsonObject(Buffer.buffer(response.body()));
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static List<String> labels(JsonObject answer) {
    return answer.getJsonArray("detections").stream()
        .map(one -> ((JsonObject) one).getString("label"))
        .toList();
  }

  private static JsonObject firstBox(JsonObject answer) {
    return answer.getJsonArray("detections").getJsonObject(0).getJsonObject("box");
  }
}
