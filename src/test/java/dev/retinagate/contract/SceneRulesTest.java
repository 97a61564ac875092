package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.Detection;
import dev.retinagate.support.FormBody;
import dev.retinagate.support.RandomScene;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code forbid}, {@code expect}, {@code count} and {@code zone} over a real socket. */
class SceneRulesTest {

  private static final List<String> LABELS = List.of("person", "cat", "cup");
  private static final double IOU = 0.5;

  /** The left half of the picture. */
  private static final String ZONE = "&zone=left:0,0,0.5,0,0.5,1,0,1";

  private static final int EXPECTED = 4;

  /** Of so many detections, 4 KB always have room. */
  private static final int FITS_A_HEADER = 25;

  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new TestNode(Map.of());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** One way to ask, of which each part could blind a rule. */
  private record Request(
      String kind, boolean zone, String ruleThreshold, String labels, int max, long seed) {

    static final double THRESHOLD = 0.6;

    String query() {
      return "?threshold=%s&max=%d%s%s&%s=person%s%s%s"
          .formatted(
              THRESHOLD,
              max,
              labels.isEmpty() ? "" : "&labels=" + labels,
              ZONE,
              kind,
              kind.equals("expect") ? ":" + EXPECTED : "",
              ruleThreshold.isEmpty() ? "" : "@" + ruleThreshold,
              zone ? "/left" : "");
    }

    String picture() {
      return "random:" + seed;
    }

    /** The scores that the rule matches, by a look at everything. */
    List<Double> matching() {
      double threshold = ruleThreshold.isEmpty() ? THRESHOLD : Double.parseDouble(ruleThreshold);
      return new RandomScene(seed, LABELS)
          .everything(IOU).stream()
              .filter(one -> one.label().equals("person") && one.score() >= threshold)
              .filter(one -> !zone || one.box().x() + one.box().width() / 2 <= 320)
              .map(Request::score)
              .toList();
    }

    List<Double> answer() {
      return new RandomScene(seed, LABELS)
          .everything(IOU).stream()
              .filter(one -> one.score() >= THRESHOLD)
              .filter(one -> labels.isEmpty() || labels.contains(one.label()))
              .limit(max)
              .map(Request::score)
              .toList();
    }

    static double score(Detection one) {
      return Math.round(one.score() * 1e6) / 1e6;
    }
  }

  private static List<Request> requests() {
    List<Request> requests = new ArrayList<>();
    for (String kind : List.of("forbid", "expect", "count")) {
      for (boolean zone : new boolean[] {false, true}) {
        for (String ruleThreshold : List.of("", "0.1", "0.9")) {
          for (String labels : List.of("", "cat", "person,cup")) {
            for (int max : new int[] {1, 300}) {
              requests.add(
                  new Request(kind, zone, ruleThreshold, labels, max, requests.size() % 17));
            }
          }
        }
      }
    }
    return requests;
  }

  @Test
  void noRuleIsBlindedInAnAnswerOfOnePicture() throws Exception {
    for (Request request : requests()) {
      JsonObject answer = json(request.query(), request.picture());

      assertThat(scores(answer.getJsonArray("detections")))
          .as(request.query())
          .isEqualTo(request.answer());
      assertAssessed(request, answer.getJsonObject("assessment"));
    }
  }

  @Test
  void noRuleIsBlindedInAForm() throws Exception {
    for (Request request : requests()) {
      Request other =
          new Request(
              request.kind(),
              request.zone(),
              request.ruleThreshold(),
              request.labels(),
              request.max(),
              request.seed() + 100);
      byte[] form =
          new FormBody()
              .file("a", "a.jpg", bytes(request.picture()))
              .file("b", "b.jpg", bytes("bad:UNDECODABLE"))
              .file("c", "c.jpg", bytes(other.picture()))
              .bytes();
      String body = new String(form, StandardCharsets.ISO_8859_1);
      RawClient.Response response =
          post(request.query(), "Content-Type: " + FormBody.CONTENT_TYPE + "\r\n", body);

      JsonArray results = new JsonObject(response.text()).getJsonArray("results");
      assertAssessed(request, results.getJsonObject(0).getJsonObject("assessment"));
      assertThat(results.getJsonObject(1).fieldNames()).containsExactly("name", "problem");
      assertAssessed(other, results.getJsonObject(2).getJsonObject("assessment"));
    }
  }

  @Test
  void noRuleIsBlindedInADrawnPicture() throws Exception {
    for (Request request : requests()) {
      RawClient.Response response = post(request.query() + "&annotate=true", "", request.picture());

      String detections = response.header("X-Detections");
      if (detections == null) {
        assertThat(request.answer()).hasSizeGreaterThan(FITS_A_HEADER);
      } else {
        assertThat(scores(new JsonArray(detections))).isEqualTo(request.answer());
      }
      String assessment = response.header("X-Assessment");
      if (assessment == null) {
        assertThat(request.matching()).hasSizeGreaterThan(FITS_A_HEADER);
      } else {
        assertAssessed(request, new JsonObject(assessment));
      }
      long drawn = request.answer().size();
      if (request.kind().equals("forbid")) {
        drawn += request.matching().stream().filter(s -> !request.answer().contains(s)).count();
      }
      assertThat(response.text()).as(request.query()).isEqualTo("JPEG:" + drawn);
    }
  }

  private static void assertAssessed(Request request, JsonObject assessment) {
    List<Double> matching = request.matching();
    boolean forbid = request.kind().equals("forbid");
    boolean missing = request.kind().equals("expect") && matching.size() < EXPECTED;
    assertThat(assessment.fieldNames()).containsExactly("alert", "intruders", "missing", "counts");
    assertThat(assessment.getBoolean("alert"))
        .as(request.query())
        .isEqualTo(missing || (forbid && !matching.isEmpty()));
    assertThat(scores(assessment.getJsonArray("intruders")))
        .as(request.query())
        .isEqualTo(forbid ? matching : List.of());
    String zone = request.zone() ? ",\"zone\":\"left\"}" : "}";
    assertThat(assessment.getJsonArray("missing").encode())
        .as(request.query())
        .isEqualTo(
            missing
                ? "[{\"label\":\"person\",\"expected\":%d,\"found\":%d%s]"
                    .formatted(EXPECTED, matching.size(), zone)
                : "[]");
    assertThat(assessment.getJsonArray("counts").encode())
        .as(request.query())
        .isEqualTo(
            request.kind().equals("count")
                ? "[{\"label\":\"person\",\"count\":%d%s]".formatted(matching.size(), zone)
                : "[]");
  }

  @Test
  void anIntruderIsADetectionWithTheZoneInWhichItStands() throws Exception {
    JsonObject assessment =
        json("?max=1&labels=cup&forbid=cat/left,cat,person&count=cup" + ZONE, "cat")
            .getJsonObject("assessment");

    String cat =
        "{\"label\":\"cat\",\"classId\":1,\"score\":0.912346,"
            + "\"box\":{\"x\":12.35,\"y\":30.1,\"width\":101.0,\"height\":220.4}";
    assertThat(assessment.encode())
        .isEqualTo(
            "{\"alert\":true,\"intruders\":["
                + cat
                + ",\"zone\":\"left\"},"
                + cat
                + "}],\"missing\":[],\"counts\":[{\"label\":\"cup\",\"count\":0}]}");
  }

  @Test
  void withoutARuleThereIsNoAssessment() throws Exception {
    assertThat(json("?threshold=0.5" + ZONE, "cat").containsKey("assessment")).isFalse();
    assertThat(post("?annotate=true", "", "cat").header("X-Assessment")).isNull();
  }

  @Test
  void anAssessmentThatDoesNotFitAHeaderIsLeftOut() throws Exception {
    RawClient.Response response =
        post("?annotate=true&max=1&forbid=person@0,cat@0", "", "random:1");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("X-Detections")).isNotNull();
    assertThat(response.header("X-Assessment")).isNull();
  }

  @Test
  void theNameOfAZoneMayHaveAnyLettersInAHeader() throws Exception {
    RawClient.Response response =
        post("?annotate=true&forbid=cat/W%C3%BCste&zone=W%C3%BCste:0,0,1,0,1,1,0,1", "", "cat");

    assertThat(response.header("X-Assessment")).contains("\"zone\":\"W\\u00fcste\"");
  }

  @Test
  void overlapsOfOneLabelAreSuppressedAsTheRequestSays() throws Exception {
    RandomScene picture = new RandomScene(3, LABELS);

    assertThat(json("?threshold=0&max=300&iou=0.1", "random:3").getJsonArray("detections"))
        .hasSize(picture.everything(0.1).size());
    assertThat(json("?threshold=0&max=300&iou=0.9", "random:3").getJsonArray("detections"))
        .hasSize(picture.everything(0.9).size());
    assertThat(
            scores(
                json("?threshold=0&max=300&agnostic=true", "random:3").getJsonArray("detections")))
        .isEqualTo(
            RandomScene.suppress(picture.everything(IOU), IOU, true).stream()
                .map(Request::score)
                .toList());
  }

  private static List<Double> scores(JsonArray detections) {
    return detections.stream().map(one -> ((JsonObject) one).getDouble("score")).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject json(String query, String picture) throws Exception {
    RawClient.Response response = post(query, "", picture);
    assertThat(response.status()).as(response.text()).isEqualTo(200);
    return new JsonObject(response.text());
  }

  private static RawClient.Response post(String query, String headers, String body)
      throws Exception {
    try (RawClient client = node.client()) {
      return client.post("/detect" + query, headers, body).response();
    }
  }
}
