package dev.retinagate.openapi;

import dev.retinagate.support.FormBody;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every answer of the protocols that others have made. */
final class ProtocolRows {

  private static final String REKOGNITION = "POST /";
  private static final String TARGET = "X-Amz-Target: RekognitionService.DetectLabels\r\n";
  private static final String DEEPSTACK = "POST /v1/vision/detection";
  private static final String CUSTOM = "POST /v1/vision/custom/{model}";
  private static final int LONG_HEADER = 20_000;

  private ProtocolRows() {}

  static List<Row> rows() {
    return Stream.of(
            common(REKOGNITION, "/", TARGET, ProtocolRows::labels),
            common(DEEPSTACK, "/v1/vision/detection", "", ProtocolRows::detection),
            common(
                CUSTOM,
                "/v1/vision/custom/stub",
                "",
                (client, picture) -> form(client, "/v1/vision/custom/stub", picture)),
            rekognition(),
            deepstack())
        .flatMap(List::stream)
        .toList();
  }

  /** Posts a picture in the form of a protocol. */
  private interface Post {
    RawClient send(RawClient client, String picture) throws Exception;
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

  private static List<Row> common(String operation, String path, String headers, Post post) {
    String head = "POST " + path + " HTTP/1.1\r\nHost: t\r\n" + headers;
    return List.of(
        Row.of(operation, "a picture", client -> post.send(client, "cat")),
        Row.of(operation, "a bad picture", client -> post.send(client, "bad:UNDECODABLE")),
        Row.of(operation, "a broken engine", client -> post.send(client, "boom")),
        Row.of(
            operation,
            "an upload that stalls",
            client -> client.send(head + "Content-Length: 9\r\n\r\nca")),
        Row.of(
            operation,
            "a body that is too long",
            client -> client.send(head + "Content-Length: 99999999\r\n\r\n")),
        Row.of(
            operation,
            "a request line that is too long",
            client -> client.request("POST " + path + "?" + "x".repeat(LONG_HEADER))),
        Row.of(
            operation,
            "headers that are too long",
            client -> client.send(head + "X: " + "x".repeat(LONG_HEADER) + "\r\n\r\n")),
        new Row(operation, "a full node", node -> full(post)),
        new Row(operation, "a deadline that has passed", node -> late(post)));
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

  private static RawClient.Response full(Post post) throws Exception {
    try (TestNode node = new TestNode(Map.of("workers.count", "1", "admission.queue", "0"))) {
      node.client().post("/detect", "", "wait");
      node.detectors().nextBegun();
      return post.send(node.client(), "cat").response();
    }
  }

  private static RawClient.Response late(Post post) throws Exception {
    try (TestNode node = new TestNode(Map.of("deadline.default", "20ms"));
        RawClient client = node.client()) {
      return post.send(client, "wait").response();
    }
  }
}
