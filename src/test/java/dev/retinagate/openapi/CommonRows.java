package dev.retinagate.openapi;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.util.List;
import java.util.Map;

/** The answers that every protocol has. */
final class CommonRows {

  private static final int LONG_HEADER = 20_000;

  private CommonRows() {}

  /** Posts a picture in the form of a protocol. */
  interface Post {
    RawClient send(RawClient client, String picture) throws Exception;
  }

  /**
   * The rows of an operation.
   *
   * @param path that is posted to
   * @param headers that tell the protocol, each with its line end
   * @param post posts a picture that is as {@link dev.retinagate.support.StubDetectors} say
   */
  static List<Row> of(String operation, String path, String headers, Post post) {
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
