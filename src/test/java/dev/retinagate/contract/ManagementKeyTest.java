package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.config.ConfigException;
import dev.retinagate.config.ConfigLoader;
import dev.retinagate.keys.KeyFile;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node whose management port asks for a key, too. */
class ManagementKeyTest {

  @TempDir private static Path folder;
  private static TestNode node;
  private static String key;

  @BeforeAll
  static void start() throws Exception {
    Path file = folder.resolve("keys");
    key = new KeyFile(file).add("prometheus", Optional.empty(), 1);
    node = new TestNode(Map.of("keys.file", file.toString(), "management.keys", "true"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/health", "/health/ready", "/nothing"})
  void asksForAKey(String path) throws Exception {
    try (RawClient client = node.managementClient()) {
      RawClient.Response refused = client.request("GET " + path).response();

      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.header("www-authenticate")).isEqualTo("Bearer realm=\"retinagate\"");
      assertThat(status(client, path, key + "x")).isEqualTo(401);
      assertThat(status(client, path, key)).isEqualTo(path.equals("/nothing") ? 404 : 200);
    }
  }

  @Test
  void tellsWithoutAKeyThatTheProcessIsAlive() throws Exception {
    try (RawClient client = node.managementClient()) {
      assertThat(client.request("GET /health/live").response().status()).isEqualTo(200);
    }
  }

  @Test
  void needsTheFileOfTheKeys() {
    assertThatThrownBy(() -> new ConfigLoader(2).defaultsBut(Map.of("management.keys", "true")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("management.keys: true needs a file of keys, keys.file");
  }

  private static int status(RawClient client, String path, String key) throws Exception {
    return client
        .send("GET %s HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer %s\r\n\r\n".formatted(path, key))
        .response()
        .status();
  }
}
