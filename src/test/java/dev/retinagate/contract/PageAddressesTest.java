package dev.retinagate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.retinagate.support.RawClient;
import dev.retinagate.support.TestNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The addresses that people and tools try by themselves, and what a browser gets of an error. */
class PageAddressesTest {

  /** What Chromium sends for an address that a person opens. */
  private static final String BROWSER =
      "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new TestNode(Map.of());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void indexHtmlIsThePage() throws Exception {
    RawClient.Response index = get("/index.html", BROWSER);

    assertThat(index.status()).isEqualTo(200);
    assertThat(index.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(index.text()).isEqualTo(get("/", BROWSER).text()).contains("<title>");
  }

  @Test
  void theReferenceAsAFolderLeadsToTheReference() throws Exception {
    RawClient.Response moved = get("/docs/", BROWSER);

    assertThat(moved.status()).isEqualTo(301);
    assertThat(URI.create("http://node/docs/").resolve(moved.header("location")))
        .hasToString("http://node/docs");
    assertThat(get("/docs", BROWSER).status()).isEqualTo(200);
  }

  @Test
  void theIconIsWhereBrowsersLookForIt() throws Exception {
    RawClient.Response icon = get("/favicon.ico", "Accept: image/*\r\n");

    assertThat(icon.status()).isEqualTo(200);
    assertThat(icon.header("content-type")).isEqualTo("image/svg+xml");
    assertThat(icon.text()).contains("<svg");
  }

  @Test
  void openApiInJsonIsTheSameDocument() throws Exception {
    RawClient.Response json = get("/openapi.json", "Accept: application/json\r\n");

    assertThat(json.status()).isEqualTo(200);
    assertThat(json.header("content-type")).isEqualTo("application/json");
    assertThat(json.header("etag")).isNotEmpty();
    Object document =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(get("/openapi.yaml", "").text());
    assertThat(JSON.readTree(json.text()))
        .isEqualTo(JSON.readTree(JSON.writeValueAsString(document)));
    assertThat(json.text()).startsWith("{\"openapi\":\"3.1.0\",\"info\":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "/assets/nothing.js", "/schemas/Nothing.json", "/docs/more"})
  void aBrowserGetsAnErrorAsAPage(String path) throws Exception {
    RawClient.Response page = get(path, BROWSER);

    assertThat(page.status()).isEqualTo(404);
    assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.text())
        .startsWith("<!doctype html>")
        .contains("<h1>", "Status 404, request " + page.header("x-request-id"));
  }

  @Test
  void aScriptGetsTheSameErrorAsAProblem() throws Exception {
    for (String accept : new String[] {"", "Accept: */*\r\n", "Accept: application/json\r\n"}) {
      RawClient.Response problem = get("/nowhere", accept);
      assertThat(problem.status()).isEqualTo(404);
      assertThat(problem.header("content-type")).isEqualTo("application/problem+json");
    }
  }

  private static RawClient.Response get(String path, String fields) throws IOException {
    try (RawClient client = node.client()) {
      return client.send("GET " + path + " HTTP/1.1\r\nHost: t\r\n" + fields + "\r\n").response();
    }
  }
}
