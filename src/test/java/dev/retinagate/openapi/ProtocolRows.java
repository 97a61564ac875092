package dev.retinagate.openapi;

import dev.retinagate.support.FormBody;
import dev.retinagate.support.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Every answer of the protocols that others have made. */
final class ProtocolRows {

  private static final String REKOGNITION = "POST /";
  private static final String TARGET = "X-Amz-Target: RekognitionService.DetectLabels\r\n";
  private static final String DEEPSTACK = "POST /v1/vision/detection";
  private static final String CUSTOM = "POST /v1/vision/custom/{model}";

  private ProtocolRows() {}

  static List<Row> rows() {
    return Stream.of(
            CommonRows.of(REKOGNITION, "/", TARGET, ProtocolRows::labels),
            CommonRows.of(DEEPSTACK, "/v1/vision/detection", "", ProtocolRows::detection),
            CommonRows.of(
                CUSTOM,
                "/v1/vision/custom/stub",
                "",
                (client, picture) -> form(client, "/v1/vision/custom/stub", picture)),
            rekognition(),
            deepstack())
        .flatMap(List::stream)
        .toList();
  }

  private static RawClient labels(RawClient client, String picture) throws Exception {
    String base64 = Base64.getEncoder().encodeToString(picture.getBytes(StandardCharsets.US_ASCII));
    return client.post("/", TARGET, "{\"Image\":{\"Bytes\":\"" + base64 + "\"}}");
  }

  private static RawClient detection(RawClient client, String picture) throws Exception {
    return form(client, "/v1/vision/detection", picture);
  }

  private static RawClient form(RawClient client, String path, String picture) throws Exception {
    byte[] form =
        new FormBody().file("image", "image", picture.getBytes(StandardCharsets.US_ASCII)).bytes();
    return client.post(
        path,
        "Content-Type: " + FormBody.CONTENT_TYPE + "\r\n",
        new String(form, StandardCharsets.US_ASCII));
  }

  private static List<Row> rekognition() {
    return List.of(
        Row.of(REKOGNITION, "no target", client -> client.post("/", "", "cat")),
        Row.of(REKOGNITION, "a label with an alias", client -> labels(client, "random:1")));
  }

  private static List<Row> deepstack() {
    return Stream.concat(
            Stream.of(
                Row.of(
                    DEEPSTACK,
                    "another method",
                    client -> client.request("PUT /v1/vision/detection")),
                Row.of(
                    CUSTOM,
                    "another method",
                    client -> client.request("PUT /v1/vision/custom/stub")),
                Row.of(
                    CUSTOM,
                    "another model",
                    client -> form(client, "/v1/vision/custom/other", "cat"))),
            Stream.of(
                    "GET /v1/vision/custom/list",
                    "POST /v1/vision/custom/list",
                    "GET /v1/status/ping",
                    "POST /v1/status/ping",
                    "GET /v1/status/updateavailable",
                    "POST /v1/status/updateavailable")
                .flatMap(ProtocolRows::fixed))
        .toList();
  }

  private static Stream<Row> fixed(String operation) {
    String path = operation.substring(operation.indexOf(' '));
    return Stream.of(
        Row.of(operation, "the answer", client -> client.request(operation)),
        Row.of(operation, "another method", client -> client.request("PUT" + path)));
  }
}
