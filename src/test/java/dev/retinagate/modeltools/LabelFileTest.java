package dev.retinagate.modeltools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelFileTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat\ntraffic light\nFußgänger\n",
        "\uFEFFcat\r\ntraffic light\r\nFußgänger",
        "  cat\n\ntraffic light \nFußgänger\n\n",
        "cat,0\ntraffic light,1\nFußgänger,2\n",
        "Fußgänger, 2\ncat, 0\ntraffic light, 1\n"
      })
  void namesStandInTheOrderOfTheIds(String content) throws IOException {
    assertThat(LabelFile.read(file(content))).containsExactly("cat", "traffic light", "Fußgänger");
  }

  @Test
  void aNameMayHaveACommaAndANumber() throws IOException {
    assertThat(LabelFile.read(file("sign, 30\nsign\n"))).containsExactly("sign, 30", "sign");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''         | a model needs at least one label
          'cat;cat'  | label 'cat' occurs twice
          'a,0;b,0'  | the class id 0 is there twice
          'a,0;b,2'  | expected the class ids 0 to 1, each once, found 2
          """)
  void faultsNameTheFile(String content, String message) throws IOException {
    Path file = file(content.replace(';', '\n'));

    assertThatThrownBy(() -> LabelFile.read(file))
        .isInstanceOf(ModelToolException.class)
        .hasMessage(file + ": " + message);
  }

  @Test
  void aFileThatIsNotUtf8IsNamed() throws IOException {
    Path file = folder.resolve("labels.txt");
    Files.write(file, "Fußgänger".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> LabelFile.read(file))
        .hasMessage(file + " cannot be read: it is not text in UTF-8");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("labels.txt"), content);
  }
}
