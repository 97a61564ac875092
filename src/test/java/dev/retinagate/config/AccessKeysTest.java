package dev.retinagate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessKeysTest {

  @TempDir private Path folder;

  @Test
  void readsAPairOnEachLine() throws IOException {
    AccessKeys keys = AccessKeys.read(file("# ours\n\nAKID1 s/e+c=\n AKID_2\t\tother \n"));

    assertThat(keys.secret("AKID1")).contains("s/e+c=");
    assertThat(keys.secret("AKID_2")).contains("other");
    assertThat(keys.secret("akid1")).isEmpty();
  }

  @Test
  void neverPrintsASecret() throws IOException {
    assertThat(AccessKeys.read(file("AKID hidden")).toString()).isEqualTo("1 access keys");
  }

  @ParameterizedTest
  @CsvSource({
    "'AKID\nA hidden', 'has a line, 1, that is not an id'",
    "'A hidden\nB hidden hidden', 'has a line, 2, that is not an id'",
    "'A hidden\nA hidden', 'has the id of line 2 twice'",
    "'# none', has no keys"
  })
  void saysWhichLineIsWrongButNotWhatItSays(String text, String words) {
    assertThatThrownBy(() -> AccessKeys.read(file(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void isReportedWithItsKeyByTheConfiguration() throws IOException {
    Path bad = file("x");
    Path missing = folder.resolve("missing");

    assertFault(bad, "rekognition.credentials: '" + bad + "' has a line, 1");
    assertFault(missing, "rekognition.credentials: '" + missing + "' cannot be read: there is no");
  }

  @Test
  void isInTheConfigurationWithItsRegion() throws Exception {
    Config.Rekognition rekognition =
        new ConfigLoader(2)
            .defaultsBut(
                Map.of(
                    "rekognition.credentials",
                    file("AKID hidden").toString(),
                    "rekognition.region",
                    "eu-central-1"))
            .rekognition();

    assertThat(rekognition.accessKeys().orElseThrow().secret("AKID")).contains("hidden");
    assertThat(rekognition.region()).contains("eu-central-1");
    assertThat(new ConfigLoader(2).defaultsBut(Map.of()).rekognition().accessKeys()).isEmpty();
  }

  private static void assertFault(Path file, String words) {
    assertThatThrownBy(
            () ->
                new ConfigLoader(2).defaultsBut(Map.of("rekognition.credentials", file.toString())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(words);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("keys"), text);
  }
}
