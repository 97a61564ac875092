package dev.retinagate.http.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lists of headers a preflight may have repeated. */
class CorsHandlerTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "a,b", "content-type, x-api-key", "a  ,  b,c", "x_1.~!#$%&'*+^`|-"})
  void namesAreSeparatedByCommas(String list) {
    assertThat(CorsHandler.areNames(list)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "a,", ",a", "a,,b", "a b", "a ", " a", "x;y", "a,\u00fc"})
  void whatHasAnythingElseIsNoListOfNames(String list) {
    assertThat(CorsHandler.areNames(list)).isFalse();
  }

  @Test
  void aLongListIsReadWithoutDeepCalls() {
    assertThat(CorsHandler.areNames("a,".repeat(100_000) + "a")).isTrue();
    assertThat(CorsHandler.areNames("a,".repeat(100_000))).isFalse();
  }
}
