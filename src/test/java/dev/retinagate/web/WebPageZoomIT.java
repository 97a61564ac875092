package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.retinagate.web.Page.Rect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** Zoom and full screen: by mouse and by keyboard; the boxes stay on their objects. */
class WebPageZoomIT extends PageScenario {

  private static final double LARGEST = 6;

  private double whole;

  @BeforeEach
  void lookAtThePicture() {
    gateway.willAnswer(Answers.coffee());
    page.look(Answers.COFFEE);
    whole = page.picture().width();
  }

  @AfterEach
  void pageDidNotComplain() {
    page.run("return document.fullscreenElement && document.exitFullscreen()");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void buttonsZoomInStepsAndTheBoxesStayOnTheirObjects() {
    assertThat(page.textOf("zoom-value")).isEqualTo("100 %");
    assertThat(page.byId("zoom-out").isEnabled()).isFalse();

    for (String step : new String[] {"150 %", "200 %", "300 %", "400 %", "600 %"}) {
      page.byId("zoom-in").click();
      assertThat(page.textOf("zoom-value")).isEqualTo(step);
      assertBoxesFollow();
    }
    // The scroll bar of the frame takes some of its width.
    assertThat(page.picture().width()).isCloseTo(whole * LARGEST, withinPercentage(3));
    assertThat(page.byId("zoom-in").isEnabled()).isFalse();
    assertThat((Long) page.run("return document.documentElement.scrollWidth"))
        .as("the frame scrolls, the page does not")
        .isLessThanOrEqualTo((Long) page.run("return innerWidth"));

    for (int step = 0; step < 5; step++) {
      page.byId("zoom-out").click();
    }
    assertBoxesFollow();
    assertThat(page.picture().width()).isCloseTo(whole, within(SUB_PIXEL));
    assertThat(page.byId("zoom-out").isEnabled()).isFalse();
  }

  @Test
  void whatIsInTheMiddleStaysThereAndCanBeChosen() {
    for (int step = 0; step < 3; step++) {
      page.byId("zoom-in").click();
    }
    assertBoxesFollow();

    Rect mat = page.inside("mat");
    Rect picture = page.picture();
    double middleX = mat.x() + mat.width() / 2;
    double middleY = mat.y() + mat.height() / 2;
    // The frame has a padding, which is not zoomed.
    assertThat((middleX - picture.x()) / picture.width()).isCloseTo(0.5, within(0.02));
    assertThat((middleY - picture.y()) / picture.height()).isCloseTo(0.5, within(0.02));
    new Actions(browser.driver()).moveToLocation((int) middleX, (int) middleY).click().perform();
    assertThat(page.lit()).containsExactly("cup 0.84");
  }

  @Test
  void theKeyboardZoomsAndScrolls() {
    assertThat(page.byId("mat").getDomAttribute("tabindex")).isNull();
    page.byId("zoom-in").sendKeys(Keys.ENTER);
    page.byId("zoom-in").sendKeys(Keys.SPACE);
    assertThat(page.textOf("zoom-value")).isEqualTo("200 %");
    assertBoxesFollow();

    assertThat(page.byId("mat").getDomAttribute("tabindex")).as("a stop").isEqualTo("0");
    Rect before = page.picture();
    page.byId("mat").sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    page.await(() -> page.picture().x() < before.x() && isAtRest());
    assertBoxesFollow();

    page.byId("zoom-out").sendKeys(Keys.ENTER);
    page.byId("zoom-out").sendKeys(Keys.ENTER);
    assertThat(page.textOf("zoom-value")).isEqualTo("100 %");
    assertThat(page.byId("mat").getDomAttribute("tabindex")).as("no stop").isNull();
  }

  @Test
  void anotherPictureIsSeenWholeAtFirst() {
    page.byId("zoom-in").click();
    assertThat(page.textOf("zoom-value")).isEqualTo("150 %");
    gateway.willAnswer(Answers.coffee());
    page.choose(Answers.COFFEE_TURNED);
    page.awaitText("100 %", () -> page.textOf("zoom-value"));
  }

  @Test
  void fullScreenShowsThePictureWithItsBoxesAndLeavesAgain() {
    page.byId("full-screen").sendKeys(Keys.ENTER);
    page.awaitText("Leave full screen", () -> page.textOf("full-screen"));
    assertThat(page.run("return document.fullscreenElement.id")).isEqualTo("stage");
    assertBoxesFollow();

    page.byId("zoom-in").click();
    assertThat(page.textOf("zoom-value")).isEqualTo("150 %");
    assertBoxesFollow();
    page.byId("zoom-out").click();

    page.byId("full-screen").click();
    page.awaitText("Full screen", () -> page.textOf("full-screen"));
    assertThat(page.run("return document.fullscreenElement")).isNull();
    page.await(() -> Math.abs(page.picture().width() - whole) < SUB_PIXEL);
    assertBoxesFollow();
  }

  /** The browser scrolls smoothly: whether the picture is still where it was a moment before. */
  private boolean isAtRest() {
    Object before = page.run("return document.getElementById('mat').scrollLeft");
    Object after =
        browser
            .driver()
            .executeAsyncScript(
                "const done = arguments[0];"
                    + "setTimeout(() => done(document.getElementById('mat').scrollLeft), 100)");
    return before.equals(after);
  }

  /** The page arranges the boxes after the layout, once the browser has told it the new size. */
  private void assertBoxesFollow() {
    page.await(
        () ->
            Math.abs(
                    page.boxes().get(0).width()
                        - Answers.CUP[2] * page.picture().width() / Answers.COFFEE_WIDTH)
                < SUB_PIXEL);
    assertBox(page.boxes().get(0), Answers.CUP);
    assertBox(page.boxes().get(1), Answers.SPOON);
  }
}
