package dev.retinagate.openapi;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every answer of what tells about the node. */
final class NodeRows {

  private static final int LONG_HEADER = 20_000;

  private NodeRows() {}

  static List<Row> rows() {
    return Stream.concat(
            Stream.of("/models", "/health").flatMap(NodeRows::common),
            Stream.of(
                new Row(
                    "GET /health",
                    "without a worker",
                    node -> withoutWorker(client -> client.request("GET /health")))))
        .toList();
  }

  private static Stream<Row> common(String path) {
    String get = "GET " + path;
    return Stream.of(
        Row.of(get, "the answer", client -> client.request(get)),
        Row.of(get, "another method", client -> client.request("PUT " + path)),
        Row.of(
            get,
            "a request line that is too long",
            client -> client.request(get + "?" + "x".repeat(LONG_HEADER))),
        Row.of(
            get,
            "headers that are too long",
            client ->
                client.send(
                    get + " HTTP/1.1\r\nHost: t\r\nX: " + "x".repeat(LONG_HEADER) + "\r\n\r\n")));
  }

  /** Asks a node whose only worker hangs. */
  static RawClient.Response withoutWorker(Row.Request request) throws Exception {
    try (TestNode node =
        new TestNode(Map.of("workers.count", "1", "workers.wedged-after", "20ms"))) {
      node.client().post("/detect", "", "wait");
      node.detectors().nextBegun();
      node.awaitHealth(report -> "DOWN".equals(report.getString("status")));
      return request.send(node.client()).response();
    }
  }
}
