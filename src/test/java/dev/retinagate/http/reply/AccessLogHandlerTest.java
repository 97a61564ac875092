package dev.retinagate.http.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogHandlerTest {

  @ParameterizedTest
  @CsvSource({
    "/detect, /detect",
    "/a\u001b[31mb, /a?[31mb",
    "/a\"b, /a?b",
    "/ä\u0085, /??",
    "/a%0d%0a, /a%0d%0a"
  })
  void aPathCannotPassForAnythingElse(String path, String logged) {
    assertThat(AccessLogHandler.printable(path)).isEqualTo(logged);
  }

  @Test
  void aLongOneIsCut() {
    assertThat(AccessLogHandler.printable("/" + "a\u001b".repeat(5_000)))
        .hasSizeLessThan(200)
        .startsWith("/a?a?")
        .endsWith("...");
  }
}
