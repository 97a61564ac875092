package dev.retinagate.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostHeaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "t",
        "t:8080",
        "t:",
        "api.example.org.",
        "a_b-c~d",
        "127.0.0.1:8080",
        "[::1]",
        "[::ffff:10.0.0.1]:8080",
        "[v1.fe80::a+en1]",
        "caf%C3%A9"
      })
  void takesAHostAndPerhapsAPort(String value) {
    assertThat(HostHeader.isValid(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b", "a,b c", "user@t", "http://t", "t/", "t?", "t#", "t:80:80", "t:x", "t:-1", "::1",
            "[::1",
        "[::1]x", "[]", "[t]", "a%", "a%2", "a%zz", "a\"b", "a\\b", "<t>", "{t}", "caf\u00e9", "\t"
      })
  void takesNothingElse(String value) {
    assertThat(HostHeader.isValid(value)).isFalse();
  }

  @Test
  void takesNoMoreStackForALongOne() {
    assertThat(HostHeader.isValid("a%20".repeat(100_000))).isTrue();
    assertThat(HostHeader.isValid("a%20".repeat(100_000) + "@")).isFalse();
  }
}
