package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retinagate.support.JarNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The public clients of camera software's protocol, unmodified, from the Python package index.
 * Skipped where there is no Python or no index.
 */
class DeepstackClientsIT {

  private static final Path PYTHON = Path.of("target", "python");
  private static final Path RESOURCES = Path.of("src", "test", "resources");
  private static final String[] CLIENTS = {
    "deepstack-python==0.9", "deepstack-sdk==0.2.1", "codeproject-ai-api==0.1"
  };
  private static final long INSTALLED_WITHIN_SECONDS = 300;

  private static JsonObject answers;

  @BeforeAll
  static void askByEachClient() throws Exception {
    assumeTrue(isInstalled(), "Python 3 with venv, and its package index, are not there");
    try (JarNode node = new JarNode()) {
      Process clients =
          new ProcessBuilder(
                  PYTHON.resolve("bin/python").toString(),
                  RESOURCES.resolve("deepstack/clients.py").toString(),
                  String.valueOf(node.port()),
                  RESOURCES.resolve("pictures/astronaut.jpg").toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String output = new String(clients.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(clients.waitFor()).isZero();
      answers = new JsonObject(output);
    }
  }

  private static boolean isInstalled() throws IOException, InterruptedException {
    Path mark = PYTHON.resolve("installed");
    if (!Files.exists(mark)
        && succeeds("python3", "-m", "venv", PYTHON.toString())
        && succeeds(pipInstall())) {
      Files.createFile(mark);
    }
    return Files.exists(mark);
  }

  private static String[] pipInstall() {
    List<String> command =
        new ArrayList<>(
            List.of(
                PYTHON.resolve("bin/pip").toString(),
                "install",
                "--quiet",
                "--disable-pip-version-check"));
    command.addAll(List.of(CLIENTS));
    return command.toArray(String[]::new);
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      boolean ended = process.waitFor(INSTALLED_WITHIN_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deepstack-python", "codeproject-ai-api", "deepstack-sdk"})
  void findsThePersonByTheProtocolAndByTheModelsName(String client) {
    JsonArray found = answers.getJsonObject(client).getJsonArray("found");

    assertThat(found).isNotEmpty();
    JsonObject best = found.getJsonObject(0);
    assertThat(best.getString("label")).isEqualTo("person");
    assertThat(best.getDouble("confidence")).isBetween(0.4, 1.0);
    assertThat(best.getInteger("x_max") - best.getInteger("x_min")).isBetween(300, 400);
    assertThat(best.getInteger("y_max") - best.getInteger("y_min")).isBetween(450, 512);
    assertThat(answers.getJsonObject(client).getJsonArray("custom")).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deepstack-python", "codeproject-ai-api", "deepstack-sdk"})
  void getsNothingBelowItsLeastConfidence(String client) {
    assertThat(answers.getJsonObject(client).getJsonArray("certain")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "deepstack-python, 'status code: 400', 'raised error 404'",
    "codeproject-ai-api, 'error: 400', 'raised error 404'",
    "deepstack-sdk, 'Invalid image', '404'"
  })
  void knowsTheErrorByItsStatus(String client, String badPicture, String otherModel) {
    assertThat(answers.getJsonObject(client).getString("bad")).contains(badPicture);
    assertThat(answers.getJsonObject(client).getString("other")).contains(otherModel);
  }

  @Test
  void wereAllAsked() {
    assertThat(answers.fieldNames()).hasSize(CLIENTS.length);
  }
}
