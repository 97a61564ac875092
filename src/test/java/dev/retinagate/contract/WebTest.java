package dev.retinagate.contract;

import static dev.retinagate.support.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.http.page.WebFiles;
import dev.retinagate.http.page.WebFiles.WebFile;
import dev.retinagate.http.page.WebHandler;
import dev.retinagate.support.RawClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files: read once, and no path leads to any other file. */
class WebTest {

  @Test
  void readsTheFilesOfAFolderWithTheirTypes() throws IOException {
    WebFiles files = WebFiles.load("web-fixture");

    WebFile page = files.find("index.html").orElseThrow();
    WebFile style = files.find("assets/page.css").orElseThrow();
    assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(page.bytes().toString()).contains("fixture");
    assertThat(style.contentType()).isEqualTo("text/css; charset=utf-8");
    assertThat(style.etag()).matches("\"[0-9a-f]{16}\"").isNotEqualTo(page.etag());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "assets",
        "assets/",
        "../log4j2.xml",
        "assets/../../log4j2.xml",
        "/index.html"
      })
  void findsNothingElse(String path) throws IOException {
    assertThat(WebFiles.load("web-fixture").find(path)).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereHasNoFiles() throws IOException {
    assertThat(WebFiles.load("web-absent").find("index.html")).isEqualTo(Optional.empty());
  }

  @Test
  void servesThemWithAStrictPolicyAndNotAgainIfTheBrowserHasThem() throws Exception {
    Vertx vertx = Vertx.vertx();
    WebHandler handler = new WebHandler(WebFiles.load("web-fixture"));
    Router router = Router.router(vertx);
    router.route().handler(handler).failureHandler(ctx -> ctx.response().setStatusCode(404).end());
    HttpServer server = await(vertx.createHttpServer().requestHandler(router).listen(0));
    try (RawClient client = new RawClient(server.actualPort())) {
      RawClient.Response page = client.request("GET /").response();
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
      assertThat(page.header("content-security-policy"))
          .startsWith("default-src 'self'; img-src 'self' blob: data:;");
      assertThat(page.header("cache-control")).isEqualTo("no-cache");

      RawClient.Response again =
          client
              .send(
                  "GET / HTTP/1.1\r\nHost: t\r\nIf-None-Match: " + page.header("etag") + "\r\n\r\n")
              .response();
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.text()).isEmpty();
      assertThat(client.request("GET /assets/page.css").response().status()).isEqualTo(200);
      assertThat(client.request("HEAD /").head().header("content-length"))
          .isEqualTo(page.header("content-length"));
      assertThat(client.request("GET /docs").response().status()).isEqualTo(404);
      assertThat(client.request("GET /assets/../index.html").response().status()).isEqualTo(404);
    } finally {
      await(vertx.close());
    }
  }
}
