package dev.retinagate.contract;

import static dev.retinagate.contract.DetectTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which methods each path takes, as browsers, balancers and probes ask. */
class MethodsTest {

  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new TestNode(Map.of());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.html",
        "/docs",
        "/openapi.yaml",
        "/openapi.json",
        "/favicon.ico",
        "/assets/icon.svg",
        "/models",
        "/health"
      })
  void headIsAnsweredLikeGetWithoutTheBody(String path) throws Exception {
    RawClient client = node.client();
    RawClient.Response get = client.request("GET " + path).response();
    assertThat(get.status()).isEqualTo(200);
    assertThat(get.text()).isNotEmpty();

    RawClient.Response head = client.request("HEAD " + path).head();

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("content-type")).isEqualTo(get.header("content-type"));
    assertThat(head.header("content-length")).isNotNull();
    assertThat(client.request("GET " + path).response().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "/detect", "/assets/nothing"})
  void headOfAnErrorHasNoBody(String path) throws Exception {
    RawClient client = node.client();

    RawClient.Response head = client.request("HEAD " + path).head();

    assertThat(head.status()).isIn(404, 405);
    assertThat(head.header("content-type")).isEqualTo("application/problem+json");
    assertThat(client.request("GET /health").response().status()).isEqualTo(200);
  }

  @Test
  void headOfAPathThatCannotBeDecodedHasNoBody() throws Exception {
    RawClient client = node.client().request("HEAD /%zz");

    assertThat(client.head().status()).isEqualTo(400);
    assertThat(client.isClosedByServer()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /, 'GET, HEAD'",
    "PUT, /index.html, 'GET, HEAD'",
    "PATCH, /docs, 'GET, HEAD'",
    "DELETE, /openapi.yaml, 'GET, HEAD'",
    "TRACE, /favicon.ico, 'GET, HEAD'",
    "BREW, /assets/icon.svg, 'GET, HEAD'",
    "POST, /models, 'GET, HEAD'",
    "POST, /health, 'GET, HEAD'",
    "GET, /detect, POST",
    "PUT, /detect, POST"
  })
  void anotherMethodIsRefusedWithThoseThatArePossible(String method, String path, String allow)
      throws Exception {
    RawClient.Response refused = node.client().request(method + " " + path).response();

    assertProblem(refused, 405, "method-not-allowed");
    assertThat(refused.header("allow")).isEqualTo(allow);
  }

  @ParameterizedTest
  @CsvSource({
    "/ HTTP/1.0, 'GET, HEAD'",
    "/ HTTP/1.1, 'GET, HEAD'",
    "/health HTTP/1.0, 'GET, HEAD'",
    "/detect HTTP/1.1, POST"
  })
  void optionsNamesTheMethods(String pathAndVersion, String allow) throws Exception {
    RawClient.Response options =
        node.client().send("OPTIONS " + pathAndVersion + "\r\nHost: t\r\n\r\n").response();

    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("allow")).isEqualTo(allow);
  }

  /** HAProxy's "option httpchk" sends no more than this. */
  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS / ", "GET /health ", "HEAD /health ", "HEAD / "})
  void aProbeOfHttp10NeedsNoHost(String request) throws Exception {
    RawClient probe = node.client().send(request + "HTTP/1.0\r\n\r\n");

    RawClient.Response answer = request.startsWith("GET") ? probe.response() : probe.head();

    assertThat(answer.status()).isIn(200, 204);
    assertThat(probe.isClosedByServer()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/ready", "/health/live", "/metrics"})
  void probesOfTheManagementPortMayAskByAnyMethodOfReading(String path) throws Exception {
    try (RawClient probe = node.managementClient()) {
      RawClient.Response get = probe.request("GET " + path).response();
      assertThat(get.status()).isEqualTo(200);
      RawClient.Response head = probe.request("HEAD " + path).head();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-type")).isEqualTo(get.header("content-type"));
      assertThat(Integer.parseInt(head.header("content-length"))).isPositive();

      RawClient.Response options = probe.request("OPTIONS " + path).response();
      assertThat(options.status()).isEqualTo(204);
      assertThat(options.header("allow")).isEqualTo("GET, HEAD");

      RawClient.Response refused = probe.request("POST " + path).response();
      assertPlainProblem(refused, 405, "This path takes GET and HEAD.");
      assertThat(refused.header("allow")).isEqualTo("GET, HEAD");
    }
  }

  @Test
  void theManagementPortExplainsWhatItDoesNotHave() throws Exception {
    try (RawClient probe = node.managementClient()) {
      assertPlainProblem(
          probe.request("GET /docs").response(),
          404,
          "There is nothing at this path; there are /health, /health/live, /health/ready, /metrics"
              + " and, for POST, /models/reload.");
      assertThat(probe.request("HEAD /docs").head().status()).isEqualTo(404);
      assertPlainProblem(
          probe.request("GET /%zz").response(), 400, "The request cannot be understood.");
    }
  }

  private static void assertPlainProblem(RawClient.Response response, int status, String detail) {
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.header("content-type")).isEqualTo("application/problem+json");
    JsonObject problem = new JsonObject(response.text());
    assertThat(problem.getString("type")).isEqualTo("about:blank");
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("title")).isNotBlank();
    assertThat(problem.getString("detail")).isEqualTo(detail);
  }

  @Test
  void docsWithASlashLeadsToDocs() throws Exception {
    RawClient.Response moved = node.client().request("GET /docs/").response();

    assertThat(moved.status()).isEqualTo(301);
    assertThat(moved.header("location")).isEqualTo("../docs");
  }
}
