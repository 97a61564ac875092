package dev.retinagate.openapi;

import dev.retinagate.support.FormBody;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every answer of {@code POST /detect}. */
final class DetectRows {

  private static final String DETECT = "POST /detect";
  private static final String ONE_WORKER = "workers.count";

  /** A picture takes at least so long; longer than its client then waits. */
  private static final long SERVICE_NANOS = 5_000_000;

  private DetectRows() {}

  static List<Row> rows() {
    return Stream.of(
            CommonRows.of(
                DETECT, "/detect", "", (client, picture) -> client.post("/detect", "", picture)),
            answers(),
            refusedRequests(),
            refusedPictures(),
            failures())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Row> answers() {
    return List.of(
        Row.of(
            DETECT,
            "several pictures",
            client ->
                form(
                    client,
                    new FormBody()
                        .file("a", "a.jpg", ascii("cat"))
                        .file("b", "b.txt", ascii("bad:UNSUPPORTED_FORMAT")))),
        Row.of(
            DETECT,
            "rules",
            client ->
                client.post(
                    "/detect?zone=yard:0,0,1,0,1,1,0,1&forbid=cat/yard&expect=cup:2/yard&count=cat/yard",
                    "",
                    "cat")),
        Row.of(
            DETECT,
            "rules for several pictures",
            client ->
                form(
                    client,
                    "/detect?count=cat",
                    new FormBody()
                        .file("a", "a.jpg", ascii("cat"))
                        .file("b", "b.jpg", ascii("cat")))),
        Row.of(
            DETECT,
            "an annotated picture with rules",
            client -> client.post("/detect?annotate=true&count=cat", "", "cat")),
        Row.of(
            DETECT,
            "an annotated JPEG",
            client -> client.post("/detect?annotate=true", "", TestNode.SMALL)),
        Row.of(
            DETECT,
            "an annotated PNG",
            client -> client.post("/detect", "Accept: image/png\r\n", "cat")));
  }

  private static List<Row> refusedRequests() {
    return List.of(
        Row.of(DETECT, "a bad parameter", client -> client.post("/detect?max=0", "", "cat")),
        Row.of(DETECT, "no HTTP", client -> client.send("POST /detect HTTP/1.1\r\nnone\r\n\r\n")),
        Row.of(DETECT, "no body", client -> client.post("/detect", "", "")),
        Row.of(DETECT, "another method", client -> client.request("PUT /detect")),
        Row.of(
            DETECT,
            "a text field that is too long",
            client -> form(client, new FormBody().field("note", "x".repeat(70_000)))),
        Row.of(
            DETECT,
            "a body in a coding",
            client -> client.post("/detect", "Content-Encoding: gzip\r\n", "cat")),
        new Row(DETECT, "an upload that is too slow", node -> tooSlow()));
  }

  private static List<Row> refusedPictures() {
    return Stream.of(
            "UNSUPPORTED_FORMAT", "TOO_MANY_PIXELS", "TOO_SMALL", "TOO_MUCH_WORK", "BEYOND_DECODER")
        .map(
            reason -> Row.of(DETECT, reason, client -> client.post("/detect", "", "bad:" + reason)))
        .toList();
  }

  private static List<Row> failures() {
    return List.of(
        Row.of(
            DETECT,
            "a picture that cannot be drawn",
            client -> client.post("/detect?annotate=true", "", TestNode.UNDRAWABLE)),
        new Row(DETECT, "no time for the picture", node -> noTime()),
        new Row(DETECT, "a node that starts", node -> StartingNode.answerTo("POST /detect")),
        new Row(DETECT, "a node that drains", node -> draining()),
        new Row(
            DETECT,
            "a node without a worker",
            node -> NodeRows.withoutWorker(client -> client.post("/detect", "", "cat"))));
  }

  private static RawClient.Response tooSlow() throws Exception {
    try (TestNode node =
            new TestNode(
                Map.of(
                    "http.transfer-timeout", "100ms",
                    "http.upload-stall-timeout", "10s",
                    "http.min-transfer-rate", "0"));
        RawClient client = node.client()) {
      return client
          .send("POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\nca")
          .response();
    }
  }

  private static RawClient.Response noTime() throws Exception {
    try (TestNode node = new TestNode(Map.of(ONE_WORKER, "1"));
        RawClient measured = node.client()) {
      measured.post("/detect", "", "wait");
      node.detectors().nextBegun();
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < SERVICE_NANOS) {
        node.health();
      }
      node.detectors().letGo(1);
      measured.response();
      node.client().post("/detect", "", "wait");
      node.detectors().nextBegun();
      return node.client().post("/detect", "X-Request-Timeout-Ms: 1\r\n", "cat").response();
    }
  }

  private static RawClient.Response draining() throws Exception {
    try (TestNode node = new TestNode(Map.of("drain.probe-period", "300ms"));
        RawClient client = node.client()) {
      node.gateway().drain();
      return client.post("/detect", "", "cat").response();
    }
  }

  private static RawClient form(RawClient client, FormBody form) throws Exception {
    return form(client, "/detect", form);
  }

  private static RawClient form(RawClient client, String path, FormBody form) throws Exception {
    byte[] body = form.bytes();
    return client
        .send(
            "POST %s HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\nContent-Type: %s\r\n\r\n"
                .formatted(path, body.length, FormBody.CONTENT_TYPE))
        .send(body);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
