package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The colours of the drawn picture are those of the page's style sheets. */
class InkTest {

  private static final Path SHEETS = Path.of("src", "main", "resources", "web", "assets", "css");

  @Test
  void everyHueAndItsLettersAreThoseOfThePage() throws Exception {
    String css = Files.readString(SHEETS.resolve("results.css"));
    for (int hue = 0; hue < Ink.HUES; hue++) {
      assertThat(Ink.of(hue, 0).rgb()).isEqualTo(colour(css, ".hue-" + hue, "--hue"));
      assertThat(Ink.of(hue, 0).letters()).isEqualTo(colour(css, ".hue-" + hue, "--hue-ink"));
    }
    assertThat(css).doesNotContain(".hue-" + Ink.HUES);
  }

  @Test
  void intrudersHaveTheColoursOfThePage() throws Exception {
    String css = Files.readString(SHEETS.resolve("rules.css"));

    assertThat(Ink.OF_INTRUDER.rgb()).isEqualTo(colour(css, ".box-label.is-intruder", "--hue"));
    assertThat(Ink.OF_INTRUDER.letters())
        .isEqualTo(colour(css, ".box-label.is-intruder", "--hue-ink"));
  }

  private static int colour(String css, String selector, String property) {
    Matcher found =
        Pattern.compile(
                Pattern.quote(selector) + " \\{[^}]*" + property + ": #([0-9a-f]{3}|[0-9a-f]{6});")
            .matcher(css);
    assertThat(found.find()).as("%s of %s", property, selector).isTrue();
    String digits = found.group(1);
    return Integer.parseInt(
        digits.length() == 3 ? digits.replaceAll("[0-9a-f]", "$0$0") : digits, 16);
  }
}
