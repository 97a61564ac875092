package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Which pages of other origins may use the API from a browser. */
class CorsTest {

  private static final String APP = "Origin: https://app.example.com\r\n";
  private static final String OTHER = "Origin: https://evil.example.com\r\n";

  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node =
        new TestNode(Map.of("http.cors-origins", "https://app.example.com, http://localhost:3000"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void aPageOfAnAllowedOriginMayReadTheAnswerAndItsHeaders() throws Exception {
    RawClient.Response answer = node.client().post("/detect", APP, "cat").response();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://app.example.com");
    assertThat(answer.headers()).doesNotContainKey("access-control-allow-credentials");
    assertThat(vary(answer)).containsExactlyInAnyOrder("Accept", "origin");
  }

  @Test
  void everyHeaderThatTheReferenceNamesIsExposed() throws Exception {
    RawClient.Response answer = node.client().post("/detect", APP, "cat").response();

    assertThat(answer.header("access-control-expose-headers").split(", ", -1))
        .containsExactlyInAnyOrderElementsOf(headersOfTheReference());
  }

  @Test
  void aPageOfAnotherOriginIsAnsweredWithoutLeaveToRead() throws Exception {
    RawClient.Response answer = node.client().post("/detect", OTHER, "cat").response();

    assertThat(answer.status()).isEqualTo(200);
    assertNoLeave(answer);
    assertThat(vary(answer)).contains("origin");
  }

  @Test
  void aCacheLearnsThatTheAnswerDependsOnTheOriginEvenWhereThereIsNone() throws Exception {
    RawClient.Response answer = node.client().request("GET /models").response();

    assertNoLeave(answer);
    assertThat(vary(answer)).containsExactly("origin");
  }

  @ParameterizedTest
  @CsvSource({
    "/detect, POST",
    "/models, 'GET, HEAD'",
    "/health, 'GET, HEAD'",
    "/openapi.yaml, 'GET, HEAD'"
  })
  void aPreflightIsAnsweredWithTheMethodsOfThePathAndTheHeadersThatAreWanted(
      String path, String methods) throws Exception {
    RawClient.Response preflight =
        preflight(path, APP, "content-type,x-request-timeout-ms").response();

    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("access-control-allow-origin"))
        .isEqualTo("https://app.example.com");
    assertThat(preflight.header("access-control-allow-methods")).isEqualTo(methods);
    assertThat(preflight.header("access-control-allow-headers"))
        .isEqualTo("content-type,x-request-timeout-ms");
    assertThat(preflight.header("access-control-max-age")).isEqualTo("7200");
    assertThat(vary(preflight))
        .containsExactlyInAnyOrder("origin", "access-control-request-headers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "x;y", "<script>", ",", ""})
  void headersThatAreNoNamesAreNotRepeated(String headers) throws Exception {
    RawClient.Response preflight = preflight("/detect", APP, headers).response();

    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.headers()).doesNotContainKey("access-control-allow-headers");
  }

  @Test
  void thePreflightOfAnotherOriginSaysNothingOfCors() throws Exception {
    RawClient.Response preflight = preflight("/detect", OTHER, "content-type").response();

    assertThat(preflight.status()).isEqualTo(204);
    assertNoLeave(preflight);
  }

  @Test
  void aPathThatIsNotThereHasNoMethodsToAllow() throws Exception {
    RawClient.Response preflight = preflight("/nowhere", APP, "content-type").response();

    assertProblem(preflight, 404, "not-found");
    assertThat(preflight.headers()).doesNotContainKey("access-control-allow-methods");
  }

  @ParameterizedTest
  @CsvSource({
    "POST /detect?max=0, 400",
    "POST /detect, 400",
    "GET /detect, 405",
    "GET /nowhere, 404",
    "GET /%zz, 400",
    "TRACE /models, 405"
  })
  void aPageOfAnAllowedOriginMayReadErrors(String request, int status) throws Exception {
    RawClient.Response refused =
        node.client().send(request + " HTTP/1.1\r\nHost: t\r\n" + APP + "\r\n").response();

    assertProblem(refused, status);
    assertThat(refused.header("access-control-allow-origin")).isEqualTo("https://app.example.com");
  }

  @Test
  void aPageOfAnAllowedOriginMayReadTheRefusalAtTheHeaders() throws Exception {
    try (TestNode full =
        new TestNode(
            Map.of("http.cors-origins", "*", "workers.count", "1", "admission.queue", "0"))) {
      full.client().post("/detect", "", "wait");
      full.detectors().nextBegun();

      RawClient.Response refused = full.client().post("/detect", OTHER, "cat").response();

      assertProblem(refused, 503, "full");
      assertThat(refused.header("access-control-allow-origin")).isEqualTo("*");
      assertThat(refused.header("access-control-expose-headers")).contains("Retry-After");
      assertThat(refused.headers()).doesNotContainKey("vary");
    }
  }

  @Test
  void withoutConfigurationThereIsNoCors() throws Exception {
    try (TestNode closed = new TestNode(Map.of());
        RawClient client = closed.client()) {
      assertNoLeave(client.post("/detect", APP, "cat").response());
      RawClient.Response options =
          client
              .send(
                  "OPTIONS /detect HTTP/1.1\r\nHost: t\r\n"
                      + APP
                      + "Access-Control-Request-Method: POST\r\n\r\n")
              .response();
      assertThat(options.status()).isEqualTo(204);
      assertNoLeave(options);
      assertThat(options.headers()).doesNotContainKey("vary");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /health", "GET /metrics", "OPTIONS /health"})
  void theManagementPortNeverGivesLeave(String request) throws Exception {
    try (RawClient probe = node.managementClient()) {
      assertNoLeave(
          probe
              .send(
                  request
                      + " HTTP/1.1\r\nHost: t\r\n"
                      + APP
                      + "Access-Control-Request-Method: GET\r\n\r\n")
              .response());
    }
  }

  @Test
  void aPageMaySendAnApiKey() throws Exception {
    RawClient.Response preflight = preflight("/detect", APP, "authorization,x-api-key").response();

    assertThat(preflight.header("access-control-allow-headers"))
        .isEqualTo("authorization,x-api-key");
  }

  private static RawClient preflight(String path, String origin, String headers)
      throws IOException {
    return node.client()
        .send(
            "OPTIONS "
                + path
                + " HTTP/1.1\r\nHost: t\r\n"
                + origin
                + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: "
                + headers
                + "\r\n\r\n");
  }

  private static void assertNoLeave(RawClient.Response response) {
    assertThat(response.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
  }

  private static List<String> vary(RawClient.Response response) {
    return Arrays.stream(response.header("vary").split(",", -1))
        .map(String::strip)
        .collect(Collectors.toList());
  }

  private static List<String> headersOfTheReference() throws IOException {
    try (InputStream in = CorsTest.class.getClassLoader().getResourceAsStream("web/openapi.yaml")) {
      Map<String, Map<String, Map<String, ?>>> openApi =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      return List.copyOf(openApi.get("components").get("headers").keySet());
    }
  }
}
