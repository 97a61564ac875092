package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /} with a target, as the wire has it. */
class RekognitionTest {

  private static final String TARGET = "X-Amz-Target: RekognitionService.DetectLabels\r\n";
  private static final int MAX_PICTURE_BYTES = 5_242_880;

  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new TestNode(Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
  }

  @AfterEach
  void holdsNothing() throws Exception {
    node.awaitNothingHeld();
  }

  @Test
  void answersTheLabelsOfAPicture() throws Exception {
    RawClient.Response response = detect(image("cat"));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("content-type")).isEqualTo("application/x-amz-json-1.1");
    assertThat(response.header("x-amzn-requestid")).isEqualTo(response.header("x-request-id"));
    JsonObject answer = new JsonObject(response.text());
    assertThat(answer.getString("LabelModelVersion")).isEqualTo("stub");
    assertThat(answer.getJsonArray("Labels").getJsonObject(0).encode())
        .isEqualTo(
            "{\"Name\":\"Cat\",\"Confidence\":91.23457,\"Instances\":[{\"BoundingBox\":"
                + "{\"Width\":0.1578125,\"Height\":0.45916665,\"Left\":0.01929,\"Top\":0.06270833},"
                + "\"Confidence\":91.23457}],\"Parents\":[{\"Name\":\"Animal\"},{\"Name\":\"Mammal\"},"
                + "{\"Name\":\"Pet\"}],\"Aliases\":[],\"Categories\":[{\"Name\":\"Animals and Pets\"}]}");
    assertThat(names(answer)).containsExactly("Cat", "Animal", "Mammal", "Pet");
  }

  @Test
  void readsParametersInFrontOfThePictureAndBehindIt() throws Exception {
    String bytes = "\"Image\":{\"Bytes\":\"" + base64("cat") + "\"}";

    assertThat(names(detect("{\"MaxLabels\":1," + bytes + ",\"Features\":[\"GENERAL_LABELS\"]}")))
        .containsExactly("Cat");
    assertThat(names(detect("{" + bytes + ",\"MinConfidence\":91.5}"))).isEmpty();
  }

  @Test
  void asksTheDetectorForTheClassesOfTheFiltersAlone() throws Exception {
    String settings = ",\"Settings\":{\"GeneralLabels\":{\"LabelInclusionFilters\":[\"%s\"]}}}";
    String body = image("cat").substring(0, image("cat").length() - 1);

    assertThat(names(detect(body + settings.formatted("Mammal")))).containsExactly("Mammal");
    assertThat(names(detect(body + settings.formatted("Person")))).isEmpty();
  }

  @Test
  void readsAPictureThatComesInChunks() throws Exception {
    try (RawClient client = node.client()) {
      client.send("POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n" + TARGET + "\r\n");
      String body = image("cat");
      for (int i = 0; i < body.length(); i++) {
        client.send("1\r\n" + body.charAt(i) + "\r\n");
      }
      client.send("0\r\n\r\n");

      assertThat(names(client.response())).contains("Cat");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'Image':{'Bytes':'YmFkOlVOREVDT0RBQkxF'}} | InvalidImageFormatException | UNDECODABLE",
        "{'Image':{'Bytes':''}} | InvalidParameterException | 'Image.Bytes' is empty",
        "{'Image':{}} | InvalidParameterException | has no picture",
        "{} | InvalidParameterException | has no picture",
        "{'Image':{'S3Object':{'Bucket':'b','Name':'n'}}} | InvalidS3ObjectException | not fetched from S3",
        "{'Image':{'Bytes':'%%%%'}} | SerializationException | not of base64",
        "{'Image':{'Bytes':'Y2F0'} | SerializationException | before the JSON object is complete",
        "{'Image':{'Bytes':'Y2F0'},} | SerializationException | is not JSON",
        "{'Image':{'Bytes':'Y2F0'},'Features':['IMAGE_PROPERTIES']} | InvalidParameterException | IMAGE_PROPERTIES"
      })
  void refusesInAmazonsForm(String body, String name, String sentence) throws Exception {
    RawClient.Response response = detect(body.replace('\'', '"'));

    assertError(response, 400, name);
    assertThat(new JsonObject(response.text()).getString("Message")).contains(sentence);
  }

  @Test
  void refusesABodyThatIsCompressed() throws Exception {
    assertError(
        post(TARGET + "Content-Encoding: gzip\r\n", image("cat")), 400, "SerializationException");
  }

  @Test
  void readsAPictureOfAmazonsLimitAndRefusesAByteMore() throws Exception {
    assertThat(detect(image("x".repeat(MAX_PICTURE_BYTES))).status()).isEqualTo(200);
    RawClient.Response response = detect(image("x".repeat(MAX_PICTURE_BYTES + 1)));

    assertError(response, 400, "ImageTooLargeException");
    assertThat(response.text()).contains("more than 5242880 bytes");
    assertError(detect(image("x".repeat(6_000_000))), 400, "ImageTooLargeException");
  }

  @Test
  void boundsTheJsonBesideThePicture() throws Exception {
    assertError(detect(" ".repeat(70_000) + image("cat")), 400, "InvalidParameterException");
  }

  @Test
  void throttlesWhenItIsFull() throws Exception {
    List<RawClient> inside = new ArrayList<>();
    for (int i = 0; i < TestNode.PERMITS; i++) {
      inside.add(node.client().post("/", TARGET, image("wait")));
    }
    node.awaitInside(TestNode.PERMITS, 0);

    RawClient.Response refused = detect(image("cat"));

    assertError(refused, 503, "ThrottlingException");
    assertThat(refused.header("retry-after")).isNotNull();
    node.detectors().letGo(TestNode.PERMITS);
    for (RawClient client : inside) {
      assertThat(client.response().status()).isEqualTo(200);
    }
  }

  @Test
  void takesTheBlameForAnEngineThatFails() throws Exception {
    assertError(detect(image("boom")), 500, "InternalServerError");
  }

  @ParameterizedTest
  @CsvSource({"RekognitionService.DetectFaces", "DetectLabels", "''"})
  void knowsNoOtherOperation(String target) throws Exception {
    RawClient.Response response = post("X-Amz-Target: " + target + "\r\n", image("cat"));

    assertError(response, 400, "UnknownOperationException");
    assertThat(response.text()).contains("there is RekognitionService.DetectLabels");
  }

  @Test
  void leavesThePathToThePageWithoutATarget() throws Exception {
    RawClient.Response response = post("", image("cat"));

    assertProblem(response, 405, "method-not-allowed");
    assertThat(response.header("allow")).isEqualTo("GET, HEAD");
    try (RawClient client = node.client()) {
      assertThat(client.send("GET / HTTP/1.1\r\nHost: t\r\n" + TARGET + "\r\n").response().status())
          .isEqualTo(200);
    }
  }

  private static void assertError(RawClient.Response response, int status, String name) {
    assertThat(response.status()).as(response.text()).isEqualTo(status);
    assertThat(response.header("content-type")).isEqualTo("application/x-amz-json-1.1");
    assertThat(response.header("x-amzn-requestid")).isNotBlank();
    assertThat(new JsonObject(response.text()).getString("__type")).isEqualTo(name);
  }

  private static RawClient.Response detect(String body) throws Exception {
    return post(TARGET, body);
  }

  private static RawClient.Response post(String headers, String body) throws Exception {
    try (RawClient client = node.client()) {
      return client.post("/", headers, body).response();
    }
  }

  private static String image(String picture) {
    return "{\"Image\":{\"Bytes\":\"" + base64(picture) + "\"}}";
  }

  private static String base64(String picture) {
    return Base64.getEncoder().encodeToString(picture.getBytes(StandardCharsets.US_ASCII));
  }

  private static List<String> names(RawClient.Response response) {
    assertThat(response.status()).as(response.text()).isEqualTo(200);
    return names(new JsonObject(response.text()));
  }

  private static List<String> names(JsonObject answer) {
    return answer.getJsonArray("Labels").stream()
        .map(label -> ((JsonObject) label).getString("Name"))
        .toList();
  }
}
