package dev.retinagate.http.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/* | JSON",
        "application/json | JSON",
        "image/jpeg | JPEG",
        "IMAGE/PNG | PNG",
        "image/* | JPEG",
        "image/avif, image/webp, */*;q=0.8 | JSON",
        "image/jpeg, */* | JPEG",
        "image/jpeg, application/json | JSON",
        "image/jpeg;q=0.9, application/json | JSON",
        "image/jpeg, application/json;q=0.5 | JPEG",
        "image/jpeg;q=0.2, image/png;q=0.3 | PNG",
        "image/*, image/jpeg;q=0 | PNG",
        "text/html | JSON",
        "image/png;q=junk | JSON",
        "'' | JSON",
        "',;=,' | JSON"
      })
  void choosesWhatTheCallerWantsMost(String accept, String expected) {
    assertThat(choice(accept, Optional.empty())).isEqualTo(expected);
  }

  @Test
  void answersJsonWithoutAnAcceptHeader() {
    assertThat(choice(null, Optional.empty())).isEqualTo("JSON");
  }

  @ParameterizedTest
  @CsvSource({"application/json, JPEG", "image/png, PNG", "*/*, JPEG", "image/*, JPEG"})
  void theQueryAsksForAPictureOfTheAcceptedKind(String accept, String expected) {
    assertThat(choice(accept, Optional.of(true))).isEqualTo(expected);
  }

  @Test
  void theQueryCanDeclineThePicture() {
    assertThat(choice("image/png", Optional.of(false))).isEqualTo("JSON");
  }

  private static String choice(String accept, Optional<Boolean> annotate) {
    return Negotiation.annotation(accept, annotate).map(Enum::name).orElse("JSON");
  }
}
