package dev.retinagate.http.problem;

import static dev.retinagate.http.problem.UnreadBody.MAX_READ_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.http.reply.ContentLength;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnreadBodyTest {

  private static final long LONG = 50_000_000;

  @Test
  void aStreamOfHttp2EndsAndItsConnectionStays() {
    assertThat(UnreadBody.of(HttpVersion.HTTP_2, LONG, 0, false, true))
        .isEqualTo(UnreadBody.RESET_STREAM);
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_0", "HTTP_1_1"})
  void whatIsLeftDecidesWhetherAConnectionOfHttp1IsKept(HttpVersion version) {
    assertThat(UnreadBody.of(version, MAX_READ_BYTES, 0, false, false)).isEqualTo(UnreadBody.READ);
    assertThat(UnreadBody.of(version, MAX_READ_BYTES + 1, 0, false, false))
        .isEqualTo(UnreadBody.CLOSE);
    assertThat(UnreadBody.of(version, LONG, LONG - MAX_READ_BYTES, false, false))
        .isEqualTo(UnreadBody.READ);
  }

  @Test
  void aClientThatAwaitsContinueMayGoOnWithoutItsBody() {
    assertThat(UnreadBody.of(HttpVersion.HTTP_1_1, 3, 0, false, true)).isEqualTo(UnreadBody.CLOSE);
  }

  @Test
  void aBodyInChunksMayBeOfAnyLength() {
    assertThat(UnreadBody.of(HttpVersion.HTTP_1_1, ContentLength.UNKNOWN, 0, true, false))
        .isEqualTo(UnreadBody.CLOSE);
  }

  @Test
  void aRequestWithoutABodyKeepsItsConnection() {
    assertThat(UnreadBody.of(HttpVersion.HTTP_1_1, ContentLength.UNKNOWN, 0, false, false))
        .isEqualTo(UnreadBody.READ);
  }
}
