package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.web.Page.Rect;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.Interaction;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.support.ui.Select;

/** The page with what a person does to make rules and to draw zones there. */
abstract class RulesScenario extends PageScenario {

  /** A pixel of the picture, as a share of its sides. */
  private static final double PIXEL = 0.004;

  static final String RULES =
      "#forbid=cup@0.4/yard,person&expect=spoon:3&zone=yard:0.1,0.2,0.9,0.2,0.5,0.9";

  @AfterEach
  void pageDidNotComplain() {
    assertThat(browser.complaints()).isEmpty();
  }

  /** Opens the page anew, by an address with rules. */
  void open(String hash) {
    browser.driver().get("about:blank");
    browser.driver().get(gateway.url() + hash);
    page.await(() -> page.byId("rules").isDisplayed());
  }

  void draw() {
    page.byId("zone-new").click();
    page.await(() -> page.byId("drawing").isDisplayed());
  }

  void clickAt(double x, double y) {
    Rect picture = page.picture();
    new Actions(browser.driver())
        .moveToLocation(
            (int) Math.round(picture.x() + x * picture.width()),
            (int) Math.round(picture.y() + y * picture.height()))
        .click()
        .perform();
  }

  Interaction moveTo(PointerInput pointer, double x, double y) {
    Rect picture = page.picture();
    return pointer.createPointerMove(
        Duration.ZERO,
        PointerInput.Origin.viewport(),
        (int) Math.round(picture.x() + x * picture.width()),
        (int) Math.round(picture.y() + y * picture.height()));
  }

  void addRule(String kind, String label) {
    new Select(page.byId("rule-kind")).selectByValue(kind);
    page.byId("rule-label").sendKeys(label, Keys.ENTER);
  }

  static void press(CharSequence... keys) {
    new Actions(browser.driver()).sendKeys(keys).perform();
  }

  static CharSequence[] repeated(Keys key, int times) {
    CharSequence[] keys = new CharSequence[times];
    Arrays.fill(keys, key);
    return keys;
  }

  /** Checks the numbers behind the last colon, to a pixel. */
  static void assertCorners(String zone, double... expected) {
    double[] corners =
        Arrays.stream(zone.substring(zone.lastIndexOf(':') + 1).split(","))
            .mapToDouble(Double::parseDouble)
            .toArray();
    assertThat(corners).containsExactly(expected, within(PIXEL));
  }

  static List<String> texts(String selector) {
    return browser.driver().findElements(By.cssSelector(selector)).stream()
        .map(element -> element.getDomProperty("textContent"))
        .toList();
  }

  WebElement active() {
    return browser.driver().switchTo().activeElement();
  }

  String announced() {
    return page.byId("status").getDomProperty("textContent");
  }
}
