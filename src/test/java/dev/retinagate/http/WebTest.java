package dev.retinagate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.http.WebFiles.WebFile;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files: read once, and nothing but them can be asked for. */
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
}
