package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.keys.ApiKey;
import dev.retinagate.keys.KeyFile;
import dev.retinagate.keys.Rate;
import dev.retinagate.support.FormBody;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At the most verbose level, no log line, metric, answer or file has a key or a part of one. */
class KeySecrecyTest {

  /** A key whose beginning is known is shorter to guess. */
  private static final int PART = 12;

  @TempDir private Path folder;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final List<String> answers = new ArrayList<>();
  private Collector collector;

  @BeforeEach
  void logEverything() {
    collector = new Collector();
    collector.start();
    configuration().getRootLogger().addAppender(collector, Level.ALL, null);
    Configurator.setRootLevel(Level.ALL);
  }

  @AfterEach
  void logAsBefore() {
    configuration().getRootLogger().removeAppender(collector.getName());
    ((LoggerContext) LogManager.getContext(false)).reconfigure();
  }

  @Test
  void noKeyIsToldToAnyone() throws Exception {
    Path path = folder.resolve("keys");
    KeyFile file = new KeyFile(path);
    String good = file.add("good", Optional.empty(), 1);
    String slow = file.add("slow", Optional.of(Rate.parse("1/h")), 1);
    String wrong = ApiKey.newText();
    String metrics;
    try (TestNode node = new TestNode(Map.of("keys.file", path.toString()))) {
      for (String key : List.of(good, slow, slow, wrong)) {
        ask(node, "X-Api-Key: " + key, "cat");
        ask(node, "Authorization: Bearer " + key, "cat");
        ask(node, "Authorization: Bearer " + key, "boom");
        ask(node, "X-Api-Key: " + key + "\r\nX-Api-Key: " + wrong, "cat");
        ask(node, "X-Api-Key: " + key + "\r\nContent-Encoding: gzip", "cat");
        ask(node, "Authorization: Bearer " + key + "\r\nExpect: 100-continue", "");
        get(node, "GET /detect?api_key=" + key + " HTTP/1.1\r\nHost: t\r\n\r\n");
        get(node, "GET /models HTTP/1.1\r\nHost: t\r\nX-Api-Key: " + key + "\r\n\r\n");
        get(node, "GET /models HTTP/1.1\r\nX-Api-Key: " + key + "\r\nHost t\r\n\r\n");
        deepstack(node, key);
      }
      metrics = node.metrics() + node.health().encode();
    }

    assertThat(lines).anyMatch(line -> line.contains("POST /detect") && line.contains("key=good"));
    assertThat(metrics).contains("key=\"good\"").contains("key=\"slow\"");
    for (String key : List.of(good, slow, wrong)) {
      String part = key.substring(0, PART);
      assertThat(lines).noneMatch(line -> line.contains(part));
      assertThat(answers).noneMatch(answer -> answer.contains(part));
      assertThat(metrics).doesNotContain(part);
      assertThat(Files.readString(path)).doesNotContain(part);
    }
  }

  private void ask(TestNode node, String headers, String body) throws Exception {
    try (RawClient client = node.client()) {
      keep(client.post("/detect", headers + "\r\n", body).response());
    }
  }

  private void get(TestNode node, String request) throws Exception {
    try (RawClient client = node.client()) {
      keep(client.send(request).response());
    }
  }

  private void deepstack(TestNode node, String key) throws Exception {
    byte[] cat = "cat".getBytes(StandardCharsets.US_ASCII);
    byte[] body = new FormBody().field("api_key", key).file("image", "image", cat).bytes();
    try (RawClient client = node.client()) {
      client.send(
          "POST /v1/vision/detection HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\nContent-Type: %s\r\n\r\n"
              .formatted(body.length, FormBody.CONTENT_TYPE));
      keep(client.send(body).response());
    }
  }

  private void keep(RawClient.Response answer) {
    answers.add(answer.headers() + answer.text());
  }

  private static Configuration configuration() {
    return ((LoggerContext) LogManager.getContext(false)).getConfiguration();
  }

  private final class Collector extends AbstractAppender {

    Collector() {
      super("every-line", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      lines.add(
          event.getMessage().getFormattedMessage()
              + event.getContextData()
              + (event.getThrown() == null ? "" : event.getThrown().toString()));
    }
  }
}
