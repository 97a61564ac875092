package dev.retinagate.openapi;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.io.IOException;
import java.util.Map;

/** The node of all rows that need no other configuration. */
final class CommonNode implements AutoCloseable {

  private final TestNode node;

  CommonNode() throws Exception {
    node =
        new TestNode(Map.of("http.max-body-bytes", "2 MiB", "http.upload-stall-timeout", "200ms"));
  }

  RawClient client() throws IOException {
    return node.client();
  }

  @Override
  public void close() {
    node.close();
  }
}
