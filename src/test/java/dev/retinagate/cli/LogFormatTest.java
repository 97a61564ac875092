package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigLoader;
import dev.retinagate.support.ChildJvm;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogFormatTest {

  private static final String MESSAGE = "a \"quoted\" message\nof two lines, \u0001 and \u00fc";

  @Test
  @Timeout(60)
  void eachEventIsAnObjectOnALineOfItsOwnFromTheConfigurationOn() throws Exception {
    Process process = ChildJvm.start(Logging.class, "-Dfile.encoding=UTF-8");
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();

    assertThat(process.waitFor()).as(lines.toString()).isZero();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).endsWith("INFO  LogFormatTest - in text");
    JsonObject plain = new JsonObject(lines.get(1));
    assertThat(plain.fieldNames()).containsExactly("time", "level", "logger", "thread", "message");
    assertThat(plain.getString("time"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+");
    assertThat(plain.getString("level")).isEqualTo("INFO");
    assertThat(plain.getString("logger")).isEqualTo(LogFormatTest.class.getName());
    assertThat(plain.getString("message")).isEqualTo(MESSAGE);
    assertThat(new JsonObject(lines.get(2)).getString("thrown"))
        .startsWith("java.lang.IllegalStateException: \"broken\"\n\tat " + Logging.class.getName());
    JsonObject access = new JsonObject(lines.get(3));
    assertThat(access.getString("requestId")).isEqualTo("id-1");
    assertThat(access.getInteger("status")).isEqualTo(504);
    assertThat(access.getInteger("durationMs")).isEqualTo(12);
    assertThat(access.getString("problem")).isEqualTo("deadline-passed");
  }

  /** A process that logs in both formats. */
  static final class Logging {

    private static final Logger LOG = LoggerFactory.getLogger(LogFormatTest.class);

    private Logging() {}

    public static void main(String[] arguments) throws Exception {
      LOG.info("in text");
      Config config = new ConfigLoader(1).defaultsBut(Map.of("log.format", "json"));
      LogFormat.use(config);
      LOG.info(MESSAGE);
      LOG.warn("with a cause", new IllegalStateException("\"broken\""));
      LOG.atInfo()
          .addKeyValue("requestId", "id-1")
          .addKeyValue("status", 504)
          .addKeyValue("durationMs", 12)
          .addKeyValue("problem", "deadline-passed")
          .log("an access");
      LogManager.shutdown();
    }
  }
}
