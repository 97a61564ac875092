package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.web.Page.Rect;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** What the page does with an answer: boxes, labels, threshold, table, download. */
class WebPageIT extends PageScenario {

  /**
   * Both coffee pictures were compressed on their own; a picture left unturned differs by 70
   * levels.
   */
  private static final double MAX_LEVELS_OF_JPEG_NOISE = 4;

  @AfterEach
  void pageDidNotComplain() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void drawsEachBoxWhereTheAnswerPutsIt() {
    gateway.willAnswer(Answers.coffee());

    page.look(Answers.COFFEE);

    Rect picture = page.picture();
    assertThat(picture.width() / picture.height()).isCloseTo(1.5, within(0.01));
    assertThat(page.boxes()).hasSize(2);
    assertBox(page.boxes().get(0), Answers.CUP);
    assertBox(page.boxes().get(1), Answers.SPOON);
  }

  @Test
  void movesTheBoxesWithThePictureWhenTheWindowNarrows() {
    gateway.willAnswer(Answers.coffee());
    page.look(Answers.COFFEE);
    double wide = page.picture().width();
    try {
      resize(375, 812);
      page.await(() -> page.picture().width() < wide / 2);
      page.await(() -> page.boxes().get(0).width() < page.picture().width());

      assertBox(page.boxes().get(0), Answers.CUP);
      assertThat(page.run("return document.documentElement.scrollWidth"))
          .as("no scrolling sideways")
          .isEqualTo(page.run("return document.documentElement.clientWidth"));
    } finally {
      resizeBack();
    }
  }

  @Test
  void drawsOnThePictureAsItsOrientationTurnsIt() throws IOException {
    gateway.willAnswer(Answers.coffee(), Answers.coffee());
    page.look(Answers.COFFEE);
    BufferedImage upright = screenshot();

    page.look(Answers.COFFEE_TURNED);

    assertBox(page.boxes().get(0), Answers.CUP);
    assertThat(meanDifference(screenshot(), upright)).isLessThan(MAX_LEVELS_OF_JPEG_NOISE);
  }

  @Test
  void drawsOnABlankSheetWhatTheBrowserCannotShow() throws IOException {
    Path unknown = Files.createTempFile(browser.downloads(), "picture", ".raw");
    gateway.willAnswer(Answers.coffee());

    // The page takes it for a JPEG, which it cannot show.
    page.look(Files.write(unknown, new byte[] {(byte) 0xff, (byte) 0xd8, 3}));

    Rect sheet = page.picture();
    assertThat(sheet.width() / sheet.height()).isCloseTo(1.5, within(0.01));
    assertBox(page.boxes().get(0), Answers.CUP);
    assertThat(gateway.calls().get(0).contentType()).isEqualTo("application/octet-stream");
  }

  @Test
  void letsNoLabelCoverAnotherOrLeaveThePicture() {
    gateway.willAnswer(Answers.crowd(100));
    page.look(Answers.COFFEE);
    page.slide(Keys.HOME);

    List<Rect> labels = page.labels();
    Rect picture = page.picture();

    assertThat(labels).hasSizeGreaterThan(30);
    for (int i = 0; i < labels.size(); i++) {
      assertThat(labels.get(i).within(picture, SUB_PIXEL)).isTrue();
      for (int j = i + 1; j < labels.size(); j++) {
        assertThat(labels.get(i).overlaps(labels.get(j))).as("%d over %d", i, j).isFalse();
      }
    }
  }

  @Test
  void asksOnceAndFiltersWithTheSlider() {
    gateway.willAnswer(Answers.coffee());
    page.look(Answers.COFFEE);
    assertThat(page.textOf("shown")).isEqualTo("2 of 4 shown");

    page.slide(Keys.HOME);
    assertThat(page.threshold()).isEqualTo("0.05");
    assertThat(page.textOf("shown")).isEqualTo("4 of 4 shown");
    assertThat(page.boxes()).hasSize(4);
    assertThat(page.textOf("counts")).isEqualTo("2 × cup\n1 × spoon\n1 × bowl");

    page.slide(Keys.END);
    assertThat(page.textOf("shown"))
        .isEqualTo("0 of 4 shown. Lower the threshold to see weaker ones.");
    assertThat(page.boxes()).isEmpty();
    assertThat(page.rows()).isEmpty();

    assertThat(gateway.calls()).hasSize(1);
    assertThat(gateway.calls().get(0).query())
        .containsExactlyInAnyOrderEntriesOf(Map.of("threshold", "0.05", "max", "300"));
  }

  @Test
  void saysThatThereMayBeMoreWhenAllThatItAskedForCame() {
    gateway.willAnswer(Answers.crowd(300), Answers.crowd(299));
    page.look(Answers.COFFEE);
    page.slide(Keys.HOME);
    assertThat(page.textOf("shown")).isEqualTo("The first 300 of more shown");

    page.slide(Keys.END);
    assertThat(page.textOf("shown"))
        .isEqualTo("0 of 300 shown. Lower the threshold to see weaker ones.");

    page.look(Answers.ASTRONAUT);
    page.slide(Keys.HOME);
    assertThat(page.textOf("shown")).isEqualTo("299 of 299 shown");
  }

  @Test
  void pointsNothingOutThatTheSliderHides() {
    gateway.willAnswer(Answers.coffee());
    page.look(Answers.COFFEE);
    page.rows().get(1).findElement(By.tagName("button")).click();
    assertThat(page.lit()).containsExactly("spoon 0.61");

    page.slide(Keys.END);

    assertThat(page.lit()).isEmpty();
    assertThat(page.textOf("summary")).isEqualTo("Nothing at 1.00 or above");
  }

  @Test
  void sendsThePictureAsItIs() throws IOException {
    gateway.willAnswer(Answers.nothing());

    page.look(Answers.COFFEE);

    StubGateway.Call call = gateway.calls().get(0);
    assertThat(call.body().getBytes()).isEqualTo(Files.readAllBytes(Answers.COFFEE));
    assertThat(call.contentType()).isEqualTo("image/jpeg");
    assertThat(page.textOf("summary")).isEqualTo("Nothing found");
  }

  @Test
  void pointsOutTheBoxOfTheRowUnderThePointer() {
    gateway.willAnswer(Answers.coffee());
    page.look(Answers.COFFEE);

    new Actions(browser.driver()).moveToElement(page.rows().get(1)).perform();

    assertThat(page.lit()).containsExactly("spoon 0.61");
    assertThat(page.rows().get(1).getDomAttribute("class")).contains("is-lit");
  }

  @Test
  void pointsOutTheRowOfTheSmallestBoxUnderThePointer() {
    gateway.willAnswer(Answers.coffee());
    page.look(Answers.COFFEE);

    // Over the part of the spoon that lies in the cup's box as well.
    hover(0.72, 0.6);
    assertThat(page.lit()).containsExactly("spoon 0.61");
    assertThat(page.rows().get(1).getDomAttribute("class")).contains("is-lit");

    hover(0.4, 0.3);
    assertThat(page.lit()).containsExactly("cup 0.84");

    hover(0.02, 0.02);
    assertThat(page.lit()).isEmpty();
  }

  @Test
  void givesEachLabelItsOwnColour() {
    gateway.willAnswer(Answers.crowd(Answers.CLASSES));
    page.look(Answers.COFFEE);

    Object looks =
        page.run(
            "return new Set([...document.querySelectorAll('.box-line')].map(line => {"
                + "const s = getComputedStyle(line); return s.stroke + s.strokeDasharray})).size");

    assertThat(looks).isEqualTo((long) Answers.CLASSES);
  }

  /** Moves the pointer to a place of the picture, in shares of its width and height. */
  private void hover(double x, double y) {
    Rect picture = page.picture();
    new Actions(browser.driver())
        .moveToElement(
            page.byId("overlay"),
            (int) ((x - 0.5) * picture.width()),
            (int) ((y - 0.5) * picture.height()))
        .perform();
  }
}
