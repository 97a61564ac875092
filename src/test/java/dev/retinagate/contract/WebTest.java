package dev.retinagate.contract;

import static dev.retinagate.support.TestNode.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.http.page.WebFiles;
import dev.retinagate.http.page.WebFiles.WebFile;
import dev.retinagate.http.page.WebHandler;
import dev.retinagate.support.RawClient;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files: read once, and no path leads to any other file. */
class WebTest {

  private static final String STYLE = "/assets/css/page.css";

  @Test
  void readsTheFilesOfAFolderWithTheirTypes() throws IOException {
    WebFiles files = WebFiles.load("web-fixture");

    WebFile page = files.find("index.html").orElseThrow();
    WebFile style = files.find("assets/page.css").orElseThrow();
    assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(page.plain().bytes().toString()).contains("fixture");
    assertThat(style.contentType()).isEqualTo("text/css; charset=utf-8");
    assertThat(style.plain().etag()).matches("\"[0-9a-f]{16}\"").isNotEqualTo(page.plain().etag());
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

  @ParameterizedTest
  @CsvSource({
    "gzip, true",
    "'br, GZIP;q=0.1', true",
    "x-gzip, true",
    "*, true",
    "'*;q=0, gzip', true",
    "'*, gzip;q=0', false",
    "'gzip;q=0.000', false",
    "br, false",
    "identity, false",
    "'', false",
    ", false",
  })
  void compressesForWhomeverTakesIt(String accepted, boolean compressed) throws Exception {
    try (Served served = new Served("web")) {
      RawClient.Response plain = served.get(STYLE);
      String field = accepted == null ? "" : "Accept-Encoding: " + accepted + "\r\n";
      RawClient.Response style = served.get(STYLE, field);

      assertThat(style.status()).isEqualTo(200);
      assertThat(style.header("vary")).isEqualTo("Accept-Encoding");
      assertThat(style.header("content-type")).isEqualTo("text/css; charset=utf-8");
      assertThat(style.header("content-encoding")).isEqualTo(compressed ? "gzip" : null);
      assertThat(style.header("etag").equals(plain.header("etag"))).isEqualTo(!compressed);
      if (compressed) {
        assertThat(bytes(style).length).isLessThan(bytes(plain).length / 2);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(bytes(style))).readAllBytes())
            .isEqualTo(bytes(plain));
      } else {
        assertThat(bytes(style)).isEqualTo(bytes(plain));
      }
    }
  }

  @Test
  void aCacheHasToShowTheTagOfTheFormThatItWouldGet() throws Exception {
    try (Served served = new Served("web")) {
      String plain = served.get(STYLE).header("etag");
      String gzip = "Accept-Encoding: gzip\r\n";
      String gzipped = served.get(STYLE, gzip).header("etag");

      RawClient.Response again = served.get(STYLE, gzip + "If-None-Match: " + gzipped + "\r\n");
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.header("vary")).isEqualTo("Accept-Encoding");
      assertThat(again.header("etag")).isEqualTo(gzipped);
      assertThat(again.header("content-encoding")).isNull();
      assertThat(served.get(STYLE, gzip + "If-None-Match: " + plain + "\r\n").status())
          .isEqualTo(200);
      assertThat(served.get(STYLE, "If-None-Match: " + gzipped + "\r\n").status()).isEqualTo(200);
      assertThat(served.get(STYLE, "If-None-Match: \"x\", W/" + plain + "\r\n").status())
          .isEqualTo(304);
      assertThat(served.get(STYLE, "If-None-Match: *\r\n").status()).isEqualTo(304);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/assets/samples/small/coffee.jpg", "/"})
  void picturesAndDocumentsAreServedAsTheyAre(String path) throws Exception {
    try (Served served = new Served("web")) {
      RawClient.Response answer = served.get(path, "Accept-Encoding: gzip\r\n");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-encoding")).isNull();
      assertThat(answer.header("vary")).isNull();
    }
  }

  @Test
  void servesThemWithAStrictPolicyAndNotAgainIfTheBrowserHasThem() throws Exception {
    try (Served served = new Served("web-fixture")) {
      RawClient client = served.client;
      RawClient.Response page = client.request("GET /").response();
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
      assertThat(page.header("content-security-policy"))
          .startsWith("default-src 'self'; img-src 'self' blob: data:;");
      assertThat(page.header("permissions-policy")).startsWith("camera=(self), microphone=()");
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
    }
  }

  private static byte[] bytes(RawClient.Response response) {
    return response.body().getBytes();
  }

  /** A folder behind a port of its own. */
  private static final class Served implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final RawClient client;

    Served(String folder) throws Exception {
      Router router = Router.router(vertx);
      router
          .route()
          .handler(new WebHandler(WebFiles.load(folder)))
          .failureHandler(ctx -> ctx.response().setStatusCode(404).end());
      client =
          new RawClient(
              await(vertx.createHttpServer().requestHandler(router).listen(0)).actualPort());
    }

    RawClient.Response get(String path, String... fields) throws IOException {
      return client
          .send("GET " + path + " HTTP/1.1\r\nHost: t\r\n" + String.join("", fields) + "\r\n")
          .response();
    }

    @Override
    public void close() throws IOException {
      client.close();
      vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, SECONDS).join();
    }
  }
}
