package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.CommandRun;
import dev.retinagate.support.JarNode;
import dev.retinagate.support.PythonEnvironment;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  private static final Path RESOURCES = Path.of("src", "test", "resources").toAbsolutePath();
  private static final String[] CLIENTS = {
    "deepstack-python==0.9", "deepstack-sdk==0.2.1", "codeproject-ai-api==0.1"
  };

  private static JsonObject answers;

  @BeforeAll
  static void askByEachClient() throws Exception {
    PythonEnvironment python = PythonEnvironment.with("deepstack", CLIENTS);
    try (JarNode node = new JarNode()) {
      CommandRun run =
          python.run(
              "python",
              Map.of("PYTHONWARNINGS", "ignore"),
              List.of(
                  RESOURCES.resolve("deepstack/clients.py").toString(),
                  String.valueOf(node.port()),
                  RESOURCES.resolve("pictures/astronaut.jpg").toString()));
      assertThat(run.status()).as(run.out()).isZero();
      answers = new JsonObject(run.out());
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
