package dev.retinagate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds in every locale; {@code LocaleCIT} shows the locale C. */
class FileNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.jpg",
        "Grün 猫.jpg",
        "/tmp/Grün/猫",
        "../ö",
        "./ö",
        "a%20b#c?.jpg",
        "ö/",
        "😀",
        "é\u0301"
      })
  void aNameIsTheTextOfItsPath(String name) {
    Path path = FileNames.path(name);

    assertThat(FileNames.text(path)).isEqualTo(name.replaceAll("(?<=.)/$", ""));
    assertThat(path.isAbsolute()).isEqualTo(name.startsWith("/"));
  }

  @Test
  void bytesThatAreNotUtf8SurviveTheWayToAPathAndBack() {
    byte[] latin1 = "caf\u00e9 \u00fc.jpg".getBytes(StandardCharsets.ISO_8859_1);
    String name = FileNames.arguments(new String[] {"x"}, zeroTerminated(latin1))[0];

    Path path = FileNames.path(name);

    assertThat(path.toUri().getRawPath()).endsWith("/caf%E9%20%FC.jpg");
    assertThat(FileNames.name(path)).isEqualTo(name);
    assertThat(FileNames.text(path)).isEqualTo("caf\uFFFD \uFFFD.jpg");
  }

  @Test
  void aThousandRandomNamesOfBytesSurvive() {
    Random random = new Random(14);
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(20)];
      for (int at = 0; at < bytes.length; at++) {
        do {
          bytes[at] = (byte) random.nextInt(256);
        } while (bytes[at] == 0 || bytes[at] == '/' || bytes[at] == '.');
      }
      String name = FileNames.arguments(new String[] {latin1(bytes)}, zeroTerminated(bytes))[0];
      assertThat(FileNames.name(FileNames.path(name))).as(Arrays.toString(bytes)).isEqualTo(name);
      String escapes = FileNames.path("/" + name).toUri().getRawPath();
      assertThat(unescaped(escapes)).as(escapes).isEqualTo("/" + latin1(bytes));
    }
  }

  @Test
  void argumentsAreThoseAtTheEndOfTheCommandLine() {
    byte[] commandLine = "java\0-jar\0x.jar\0detect\0Grün.jpg\0\0".getBytes(StandardCharsets.UTF_8);

    assertThat(FileNames.arguments(new String[] {"detect", "Gr??n.jpg", ""}, commandLine))
        .containsExactly("detect", "Grün.jpg", "");
  }

  @Test
  void argumentsOfAnotherCommandLineAreNotTaken() {
    byte[] commandLine = "java\0Test\0list\0Grün\0".getBytes(StandardCharsets.UTF_8);
    String[] others = {"detect", "Gr??n"};
    String[] many = {"a", "b", "c", "d", "e"};

    assertThat(FileNames.arguments(others, commandLine)).isSameAs(others);
    assertThat(FileNames.arguments(many, commandLine)).isSameAs(many);
  }

  @Test
  void theEnvironmentIsAsItWasSet() {
    byte[] raw = "A=x=y\0B=modèles\0C=not the JVM's\0".getBytes(StandardCharsets.UTF_8);

    assertThat(FileNames.environment(Map.of("A", "x=y", "B", "mod??les"), raw))
        .containsExactlyInAnyOrderEntriesOf(Map.of("A", "x=y", "B", "modèles"));
  }

  @Test
  void noFileHasAZeroInItsName() {
    assertThatThrownBy(() -> FileNames.path("a\0b")).isInstanceOf(InvalidPathException.class);
    assertThatThrownBy(() -> FileNames.path("ö\0\uDC80")).isInstanceOf(InvalidPathException.class);
  }

  private static byte[] zeroTerminated(byte[] name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(name);
    out.write(0);
    return out.toByteArray();
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String unescaped(String rawPath) {
    return URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
  }
}
