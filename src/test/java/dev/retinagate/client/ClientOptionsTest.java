package dev.retinagate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOptionsTest {

  @ParameterizedTest
  @CsvSource({
    "http://h:8080, http://h:8080/detect",
    "http://h:8080/, http://h:8080/detect",
    "https://h/prefix, https://h/prefix/detect",
    "http://h/detect, http://h/detect",
  })
  void thePathOfTheAddressIsCompleted(String url, String target) {
    assertThat(ClientOptions.of(URI.create(url)).target()).hasToString(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8080", "ftp://h/", "http:///detect", "http://h/?max=3", "h"})
  void anAddressThatIsNoNodesIsRefused(String url) {
    assertThatThrownBy(() -> ClientOptions.of(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + url + "'");
  }

  @Test
  void theKeyIsNotPrinted() {
    ClientOptions options =
        ClientOptions.of(URI.create("http://h")).withKey(Secret.of("hidden")).withWindow(2);

    assertThat(options.key().orElseThrow().text()).isEqualTo("hidden");
    assertThat(options.toString()).doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hidden hidden", "hidden\r\nX: hidden", "hiddén"})
  void aTextThatNoHeaderMayHaveIsNoSecretAndIsNotShown(String text) {
    assertThatThrownBy(() -> Secret.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hidd");
  }

  @Test
  void parametersAreEncodedInTheirOrderAndMayComeAgain() {
    DetectionParameters parameters =
        DetectionParameters.NONE
            .with("forbid", "person@0.4/yard,dog")
            .with("zone", "yard:0,0,1,0,1,1")
            .with("zone", "b ü&=");

    assertThat(ClientOptions.of(URI.create("http://h")).withParameters(parameters).target())
        .hasToString(
            "http://h/detect?forbid=person%400.4%2Fyard%2Cdog&zone=yard%3A0%2C0%2C1%2C0%2C1%2C1&zone=b%20%C3%BC%26%3D");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1025})
  void aWindowOutOfRangeIsRefused(int window) {
    ClientOptions options = ClientOptions.of(URI.create("http://h"));
    assertThatThrownBy(() -> options.withWindow(window))
        .hasMessage("a window of " + window + " pictures; it has to be 1..1024");
  }
}
