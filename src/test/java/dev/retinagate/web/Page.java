package dev.retinagate.web;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The web page as a person meets it: what can be done, and what can be seen. */
final class Page {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration POLLING = Duration.ofMillis(50);

  private final ChromeDriver driver;
  private final String url;

  Page(ChromeDriver driver, String url) {
    this.driver = driver;
    this.url = url;
  }

  /** A rectangle on the screen, in CSS pixels. */
  record Rect(double x, double y, double width, double height) {

    static Rect of(Map<String, Number> values) {
      return new Rect(
          values.get("x").doubleValue(),
          values.get("y").doubleValue(),
          values.get("width").doubleValue(),
          values.get("height").doubleValue());
    }

    boolean overlaps(Rect other) {
      return x < other.x + other.width
          && other.x < x + width
          && y < other.y + other.height
          && other.y < y + height;
    }

    boolean within(Rect other, double slack) {
      return x >= other.x - slack
          && y >= other.y - slack
          && x + width <= other.x + other.width + slack
          && y + height <= other.y + other.height + slack;
    }
  }

  /** Opens the page and waits until everything is loaded that comes after the first paint. */
  void open() {
    driver.get(url);
    await(() -> !textOf("health").equals("Connecting") && byId("live").isEnabled());
  }

  /** Chooses a file and waits for the objects. */
  void look(Path picture) {
    choose(picture);
    awaitAnswer();
  }

  void choose(Path... pictures) {
    String paths =
        Arrays.stream(pictures)
            .map(picture -> picture.toAbsolutePath().toString())
            .collect(Collectors.joining("\n"));
    driver.findElement(By.id("file")).sendKeys(paths);
  }

  void awaitAnswer() {
    await(() -> byId("download").isDisplayed() && !byId("busy").isDisplayed());
  }

  String awaitNotice() {
    await(() -> byId("notice").isDisplayed());
    return textOf("notice");
  }

  WebElement byId(String id) {
    return driver.findElement(By.id(id));
  }

  String textOf(String id) {
    return byId(id).getText();
  }

  /** The button in the notice that says so. */
  WebElement noticeButton(String words) {
    return byId("notice").findElement(By.xpath(".//button[text()='" + words + "']"));
  }

  List<WebElement> rows() {
    return driver.findElements(By.cssSelector("#detections tbody tr:not([hidden])"));
  }

  /** What the slider is at. */
  String threshold() {
    return textOf("threshold-value");
  }

  /** Moves the slider with the keyboard. */
  void slide(Keys... keys) {
    byId("threshold").sendKeys(keys);
  }

  /** The picture on the screen. */
  Rect picture() {
    return rect(
        "const r = document.getElementById('picture').getBoundingClientRect();"
            + "return {x: r.x, y: r.y, width: r.width, height: r.height}");
  }

  /** What an element shows of its content, on the screen: without its border and scroll bars. */
  Rect inside(String id) {
    return rect(
        "const e = document.getElementById('"
            + id
            + "'), r = e.getBoundingClientRect();"
            + "return {x: r.x + e.clientLeft, y: r.y + e.clientTop,"
            + "width: e.clientWidth, height: e.clientHeight}");
  }

  /** The lines of the shown boxes on the screen, best first; without the thickness of the line. */
  List<Rect> boxes() {
    return rects(".box:not(.is-out) .box-line");
  }

  /** The plates of the shown labels on the screen. */
  List<Rect> labels() {
    return rects(".box-label:not(.is-out):not(.is-tucked) rect");
  }

  /** The labels of the boxes that are pointed out. */
  List<String> lit() {
    return driver.findElements(By.cssSelector(".box-label.is-lit text")).stream()
        .map(WebElement::getText)
        .toList();
  }

  /** Runs a function body in the page. */
  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Waits until something holds. */
  void await(BooleanSupplier condition) {
    patiently()
        .ignoring(StaleElementReferenceException.class)
        .until(page -> condition.getAsBoolean());
  }

  /** Waits until something reads as expected, and fails with what it reads instead. */
  void awaitText(String expected, Supplier<String> actual) {
    patiently()
        .withMessage(() -> "expected '" + expected + "', reads '" + actual.get() + "'")
        .until(page -> expected.equals(actual.get()));
  }

  private FluentWait<WebDriver> patiently() {
    return new WebDriverWait(driver, PATIENCE).pollingEvery(POLLING);
  }

  @SuppressWarnings("unchecked") // The script answers objects of numbers.
  private Rect rect(String script) {
    return Rect.of((Map<String, Number>) run(script));
  }

  /** A shape of an SVG on the screen, in CSS pixels; without the thickness of its line. */
  Rect shape(String selector) {
    return rect(
        "const shape = document.querySelector('"
            + selector
            + "'), box = shape.getBBox(), onto = shape.getScreenCTM();"
            + "return {x: onto.e + box.x * onto.a, y: onto.f + box.y * onto.d,"
            + "width: box.width * onto.a, height: box.height * onto.d}");
  }

  /** SVG rectangles by their attributes, which are CSS pixels from the corner of the overlay. */
  @SuppressWarnings("unchecked")
  private List<Rect> rects(String selector) {
    List<Map<String, Number>> found =
        (List<Map<String, Number>>)
            run(
                "const o = document.getElementById('overlay').getBoundingClientRect();"
                    + "return [...document.querySelectorAll(arguments[0])].map(r => ({"
                    + "x: o.x + r.x.baseVal.value, y: o.y + r.y.baseVal.value,"
                    + "width: r.width.baseVal.value, height: r.height.baseVal.value}))",
                selector);
    return found.stream().map(Rect::of).toList();
  }
}
