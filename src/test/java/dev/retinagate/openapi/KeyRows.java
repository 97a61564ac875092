package dev.retinagate.openapi;

import dev.retinagate.keys.KeyFile;
import dev.retinagate.keys.Rate;
import dev.retinagate.support.FormBody;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every answer that a node gives only where it asks for API keys. */
final class KeyRows {

  private static final String IMAGE =
      new String(
          new FormBody().file("image", "image", "cat".getBytes(StandardCharsets.US_ASCII)).bytes(),
          StandardCharsets.US_ASCII);

  private KeyRows() {}

  static List<Row> rows() {
    return Stream.of(
            Stream.of(row("GET /models", "no key", (client, key) -> client.request("GET /models"))),
            pictures("POST /detect", "/detect", "", "cat"),
            deepstack("POST /v1/vision/detection", "/v1/vision/detection"),
            deepstack("POST /v1/vision/custom/{model}", "/v1/vision/custom/stub"))
        .flatMap(rows -> rows)
        .toList();
  }

  private static Stream<Row> deepstack(String operation, String path) {
    return pictures(operation, path, "Content-Type: " + FormBody.CONTENT_TYPE + "\r\n", IMAGE);
  }

  private static Stream<Row> pictures(String operation, String path, String headers, String body) {
    return Stream.of(
        row(operation, "no key", (client, key) -> client.post(path, headers, body)),
        row(
            operation,
            "a key over its rate",
            (client, key) -> {
              String withKey = headers + "X-Api-Key: " + key + "\r\n";
              client.post(path, withKey, body).response();
              return client.post(path, withKey, body);
            }));
  }

  /** A row of a node of its own, with a key of one request an hour. */
  private static Row row(String operation, String name, Request request) {
    return new Row(
        operation,
        name,
        common -> {
          Path folder = Files.createTempDirectory("keys");
          Path file = folder.resolve("keys");
          String key = new KeyFile(file).add("a", Optional.of(Rate.parse("1/h")), 1);
          try (TestNode node = new TestNode(Map.of("keys.file", file.toString()))) {
            return request.send(node.client(), key).response();
          } finally {
            Files.delete(file);
            Files.delete(folder);
          }
        });
  }

  private interface Request {
    RawClient send(RawClient client, String key) throws Exception;
  }
}
