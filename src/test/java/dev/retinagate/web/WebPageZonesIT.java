package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.web.Page.Rect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.interactions.Sequence;

/** Zones on the page: drawn by keyboard and touch, renamed, and on their place at any size. */
class WebPageZonesIT extends RulesScenario {

  @Test
  void aZoneIsDrawnWithTheKeyboardAlone() {
    gateway.willAnswer(Answers.coffee());
    page.look(Answers.COFFEE);

    page.byId("zone-new").sendKeys(Keys.ENTER);
    page.await(() -> "zones".equals(active().getDomAttribute("id")));
    press(Keys.ENTER);
    press(repeated(Keys.ARROW_RIGHT, 5));
    page.awaitText("60 % across, 50 % down", this::announced);
    press(Keys.ENTER);
    press(repeated(Keys.ARROW_DOWN, 5));
    press(Keys.ENTER);
    page.awaitText("Corner 3 at 60 % across, 60 % down", this::announced);
    press(Keys.ARROW_LEFT);
    press(Keys.ENTER);
    press(Keys.BACK_SPACE);
    press(Keys.ARROW_RIGHT);
    press(Keys.ENTER);

    assertThat(page.textOf("rule-query"))
        .isEqualTo("/detect?threshold=0.5&zone=zone-1:0.5,0.5,0.6,0.5,0.6,0.6");
    assertThat(active().getDomProperty("value")).isEqualTo("zone-1");
    assertThat(gateway.calls()).as("a zone without a rule changes no answer").hasSize(1);
  }

  @Test
  void escapeCancelsAZoneAndOnlyThat() {
    gateway.willAnswer(Answers.coffee());
    page.look(Answers.COFFEE);
    page.rows().get(0).findElement(By.tagName("button")).click();

    draw();
    clickAt(0.3, 0.3);
    press(Keys.ESCAPE);

    assertThat(active().getDomAttribute("id")).isEqualTo("zone-new");
    assertThat(page.byId("drawing").isDisplayed()).isFalse();
    assertThat(page.byId("rule-query").isDisplayed()).isFalse();
    assertThat(page.lit()).containsExactly("cup 0.84");
  }

  @Test
  void aLineIsNoZone() {
    gateway.willAnswer(Answers.coffee());
    page.look(Answers.COFFEE);

    draw();
    press(Keys.ENTER);
    press(Keys.ARROW_RIGHT);
    press(Keys.ENTER);
    press(Keys.ARROW_RIGHT);
    press(Keys.ENTER);
    press(Keys.ENTER);

    page.awaitText("All corners are on one line; a zone has an area", this::announced);
    assertThat(page.byId("drawing").isDisplayed()).isTrue();
    press(Keys.ESCAPE);
  }

  @Test
  void aFingerDragsABox() {
    gateway.willAnswer(Answers.coffee());
    page.look(Answers.COFFEE);

    draw();
    PointerInput finger = new PointerInput(PointerInput.Kind.TOUCH, "finger");
    browser
        .driver()
        .perform(
            List.of(
                new Sequence(finger, 0)
                    .addAction(moveTo(finger, 0.2, 0.3))
                    .addAction(finger.createPointerDown(PointerInput.MouseButton.LEFT.asArg()))
                    .addAction(moveTo(finger, 0.8, 0.9))
                    .addAction(finger.createPointerUp(PointerInput.MouseButton.LEFT.asArg()))));

    page.await(() -> page.byId("rule-query").isDisplayed());
    assertCorners(page.textOf("rule-query"), 0.2, 0.3, 0.8, 0.3, 0.8, 0.9, 0.2, 0.9);
  }

  @Test
  void aZoneThatIsRenamedOrRemovedTakesItsRulesAlong() {
    open(RULES);

    WebElement name = browser.driver().findElement(By.cssSelector("#zone-list input"));
    name.sendKeys(Keys.chord(Keys.CONTROL, "a"), "a/b", Keys.ENTER);
    assertThat(page.textOf("rule-message")).contains("no comma, colon, slash or @");
    assertThat(name.getDomProperty("value")).isEqualTo("yard");
    name.sendKeys(Keys.chord(Keys.CONTROL, "a"), "Höf 1", Keys.ENTER);
    assertThat(page.textOf("rule-query"))
        .contains("forbid=cup@0.4/H%C3%B6f%201,person", "zone=H%C3%B6f%201:0.1");

    browser.driver().findElement(By.cssSelector("#zone-list .remove")).click();
    assertThat(page.textOf("rule-query"))
        .isEqualTo("/detect?threshold=0.5&forbid=person&expect=spoon:3");
    assertThat(texts(".zone-name")).isEmpty();
  }

  @Test
  void zonesLieOnThePictureAtAnySize() {
    gateway.willAnswer(Answers.coffee());
    open("#zone=yard:0.25,0.25,0.75,0.25,0.75,0.75");
    page.look(Answers.COFFEE);
    try {
      for (int width : new int[] {1200, 360}) {
        resize(width, 800);
        Rect picture = page.picture();
        Rect zone = page.shape(".zones .zone");
        assertThat(zone.x()).isCloseTo(picture.x() + picture.width() / 4, within(SUB_PIXEL));
        assertThat(zone.width()).isCloseTo(picture.width() / 2, within(SUB_PIXEL));
        assertThat(zone.height()).isCloseTo(picture.height() / 2, within(SUB_PIXEL));
        assertThat((Long) page.run("return document.documentElement.scrollWidth"))
            .as("nothing overflows")
            .isLessThanOrEqualTo(width);
      }
    } finally {
      resizeBack();
    }
  }
}
