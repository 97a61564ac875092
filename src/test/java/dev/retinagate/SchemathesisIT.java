package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.CommandRun;
import dev.retinagate.support.JarNode;
import dev.retinagate.support.PythonEnvironment;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tools of others, given the document that the node serves, find no fault in it or in the node. */
@Tag("side-by-side")
class SchemathesisIT {

  private static final int MIN_REQUESTS = 2_000;

  /** For each operation; those with few parameters have fewer. */
  private static final String MAX_EXAMPLES = "400";

  private static final Path RESOURCES = Path.of("src", "test", "resources").toAbsolutePath();
  private static final Path HOOKS = RESOURCES.resolve("schemathesis").resolve("hooks.py");
  private static final Path SETTINGS =
      RESOURCES.resolve("schemathesis").resolve("schemathesis.toml");
  private static final Pattern PASSED = Pattern.compile("(\\d+) generated, (\\d+) passed");

  @Test
  void noRequestOfSchemathesisFindsAViolation() throws Exception {
    PythonEnvironment python = PythonEnvironment.with("schemathesis", "schemathesis==4.32.5");
    try (JarNode node = new JarNode()) {
      CommandRun run =
          python.run(
              "st",
              Map.of(
                  "SCHEMATHESIS_HOOKS", HOOKS.toString(),
                  "RETINAGATE_PICTURES", RESOURCES.resolve("pictures").toString()),
              List.of(
                  "--config-file",
                  SETTINGS.toString(),
                  "run",
                  node.uri("/openapi.yaml").toString(),
                  // A header tells the page from the protocol at "/": no document can say that.
                  "--exclude-path",
                  "/",
                  "--max-examples",
                  MAX_EXAMPLES,
                  "--continue-on-failure",
                  "--no-color",
                  "--seed",
                  "1",
                  "--generation-database",
                  "none"));

      assertThat(run.status()).as(run.out()).isZero();
      Matcher passed = PASSED.matcher(run.out());
      assertThat(passed.find()).as(run.out()).isTrue();
      assertThat(Integer.parseInt(passed.group(1))).isGreaterThanOrEqualTo(MIN_REQUESTS);
      assertThat(passed.group(2)).isEqualTo(passed.group(1));
    }
  }

  @Test
  void theServedDocumentIsValidOpenApi31() throws Exception {
    PythonEnvironment python =
        PythonEnvironment.with("openapi-spec-validator", "openapi-spec-validator==0.9.0");
    Path served = Files.createTempFile("openapi", ".yaml");
    try (JarNode node = new JarNode()) {
      Files.write(
          served, node.send(HttpRequest.newBuilder(node.uri("/openapi.yaml")).build()).body());

      CommandRun run =
          python.run(
              "openapi-spec-validator", Map.of(), List.of("--schema", "3.1", served.toString()));

      assertThat(run.status()).as(run.out()).isZero();
    } finally {
      Files.delete(served);
    }
  }
}
