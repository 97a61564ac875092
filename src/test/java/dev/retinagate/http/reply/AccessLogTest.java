package dev.retinagate.http.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.http.reply.AccessLog.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {

  private static final Outcome OK =
      new Outcome(200, 290, 12_900_000, "id-1", Optional.empty(), Optional.empty());
  private static final Outcome LATE =
      new Outcome(504, 300, 12_900_000, "id-2", Optional.of("cam"), Optional.of("deadline-passed"));

  @Test
  void aLineSaysHowTheRequestEnded() {
    assertThat(AccessLog.line("10.0.0.1", "POST", "/detect", OK))
        .isEqualTo("10.0.0.1 \"POST /detect\" 200 290 12ms id-1");
  }

  @Test
  void theLineOfAnErrorEndsWithTheKindOfProblem() {
    assertThat(AccessLog.line("10.0.0.1", "POST", "/detect", LATE))
        .isEqualTo("10.0.0.1 \"POST /detect\" 504 300 12ms id-2 key=cam deadline-passed");
  }

  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "2001:db8:0:0:1:0:0:0, 2001:db8:0:0:1::",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0:1:2:3:4:5:6, 2001:0:1:2:3:4:5:6",
    "fe80:0:0:0:0:0:0:10%eth0, fe80::10%eth0",
    "10.0.0.1, 10.0.0.1"
  })
  void ipv6AddressesAreShort(String address, String logged) {
    assertThat(AccessLog.shortened(address)).isEqualTo(logged);
  }

  @ParameterizedTest
  @CsvSource({
    "/detect, /detect",
    "/a\u001b[31mb, /a?[31mb",
    "/a\"b, /a?b",
    "/ä\u0085, /??",
    "/a%0d%0a, /a%0d%0a"
  })
  void aPathCannotLookLikeAnythingElse(String path, String logged) {
    assertThat(AccessLog.printable(path)).isEqualTo(logged);
  }

  @Test
  void aLongPathIsCut() {
    assertThat(AccessLog.printable("/" + "a\u001b".repeat(5_000)))
        .hasSizeLessThan(200)
        .startsWith("/a?a?")
        .endsWith("...");
  }
}
