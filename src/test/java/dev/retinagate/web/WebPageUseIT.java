package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.web.StubGateway.Reply;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/**
 * How the page is used: keyboard, screen reader, clipboard, drag and drop, copy, download, at
 * night.
 */
class WebPageUseIT extends PageScenario {

  private static final int MAX_TABS = 30;

  @AfterEach
  void pageDidNotComplain() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void canBeUsedWithTheKeyboardAlone() {
    gateway.willAnswer(Answers.coffee());
    tabTo("button[data-sample$='coffee.jpg']");
    active().sendKeys(Keys.ENTER);
    page.awaitAnswer();
    assertThat(active().getDomAttribute("id")).isEqualTo("file");

    tabTo("#threshold");
    active().sendKeys(Keys.ARROW_RIGHT);
    assertThat(page.threshold()).isEqualTo("0.51");

    tabTo(".row-name");
    assertThat(page.lit()).containsExactly("cup 0.84");
    active().sendKeys(Keys.ENTER);
    assertThat(active().getDomAttribute("aria-pressed")).isEqualTo("true");

    tabTo("#download");
    assertThat(page.lit()).containsExactly("cup 0.84");
    active().sendKeys(Keys.ESCAPE);
    assertThat(page.lit()).isEmpty();
  }

  @Test
  void tellsAScreenReaderWhatIsThere() {
    gateway.willAnswer(Answers.coffee());
    page.look(Answers.COFFEE);

    page.awaitText("2 objects: 1 × cup, 1 × spoon", this::announced);
    assertThat(page.byId("overlay").getDomAttribute("aria-label"))
        .isEqualTo("2 objects: 1 × cup, 1 × spoon");

    page.slide(Keys.HOME);
    page.awaitText("4 objects: 2 × cup, 1 × spoon, 1 × bowl", this::announced);
    assertThat(page.byId("threshold").getDomAttribute("aria-valuetext"))
        .isEqualTo("0.05, 4 objects: 2 × cup, 1 × spoon, 1 × bowl");
  }

  @Test
  void takesAPictureFromTheClipboard() throws IOException {
    gateway.willAnswer(Answers.coffee());

    transfer("document.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data}))");
    page.awaitAnswer();

    assertThat(gateway.calls().get(0).body().getBytes())
        .isEqualTo(Files.readAllBytes(Answers.COFFEE));
    assertBox(page.boxes().get(0), Answers.CUP);
  }

  @Test
  void takesADroppedPictureAnywhere() throws IOException {
    gateway.willAnswer(Answers.coffee());

    transfer(
        "const over = new DragEvent('dragover', {dataTransfer: data, bubbles: true, cancelable:"
            + " true});document.body.dispatchEvent(over);if (!over.defaultPrevented) throw new"
            + " Error('the page would be replaced');document.body.dispatchEvent(new"
            + " DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}))");
    page.awaitAnswer();

    assertBox(page.boxes().get(0), Answers.CUP);
    assertThat(page.textOf("picture-name")).isEqualTo("given.jpg");
  }

  @Test
  void showsTheAnswerItsTimesAndHowToAskWithCurl() {
    gateway.willAnswer(Answers.coffee());
    page.look(Answers.COFFEE);

    assertThat(page.textOf("answer")).startsWith("{\n  \"requestId\": \"7d1f0c521b7e\"");
    assertThat(page.textOf("timing"))
        .contains("Queue\n0.4 ms", "Decode\n3.1 ms", "Inference\n46.0 ms", "On the server\n51.2 ms")
        .containsPattern("Round trip\n[0-9.]+ ms");

    choose("raw");
    assertThat(page.textOf("answer")).isEqualTo(Answers.coffee().body().toString());
    choose("curl");
    assertThat(page.textOf("answer"))
        .isEqualTo(
            "curl -H 'Content-Type: image/jpeg' --data-binary '@coffee.jpg' '"
                + gateway.url()
                + "detect?threshold=0.5'");
  }

  @Test
  void downloadsThePictureWithTheBoxesThatAreShown() throws IOException {
    Buffer drawn = Buffer.buffer("a drawn picture");
    gateway.willAnswer(
        Answers.coffee(), new Reply(200, Map.of("Content-Type", "image/jpeg"), drawn));
    page.look(Answers.COFFEE);
    page.slide(Keys.ARROW_RIGHT);

    page.byId("download").click();
    Path saved = browser.downloads().resolve("coffee-detections.jpg");
    page.await(() -> Files.exists(saved));

    assertThat(saved).hasContent("a drawn picture");
    assertThat(gateway.calls()).hasSize(2);
    assertThat(gateway.calls().get(1).accept()).isEqualTo("image/jpeg");
    assertThat(gateway.calls().get(1).query()).containsEntry("threshold", "0.51");
  }

  @Test
  void namesTheNodesModelAndState() {
    page.awaitText("nanodet-g · int8", () -> page.textOf("model"));
    assertThat(page.textOf("health")).isEqualTo("Ready");
  }

  @Test
  void theReferenceHasTheNodesOwnAddressAndLimits() {
    browser.driver().get(gateway.url() + "docs");

    page.await(() -> text("[data-limit=maxBodyBytes]").equals("1536 KiB"));
    assertThat(text("[data-limit=deadlineMs]")).isEqualTo("1500 ms");
    assertThat(text("[data-limit=maxPictures]")).isEqualTo("3");
    assertThat(text("[data-limit=maxFields]")).as("not told").isEqualTo("100");
    assertThat(text("[aria-label='Asking for the health']"))
        .isEqualTo("curl -i " + gateway.url() + "health");
    assertThat(text("main")).doesNotContain("localhost:8080");
  }

  @Test
  void isReadableInTheDark() throws IOException {
    gateway.willAnswer(Answers.coffee());
    try {
      browser.preferScheme("dark");
      page.look(Answers.COFFEE);

      double paper = brightness("backgroundColor");
      double ink = brightness("color");
      assertThat(paper).isLessThan(0.05);
      assertThat((ink + 0.05) / (paper + 0.05)).isGreaterThan(7);
      Path shot = Files.createDirectories(Path.of("target/screenshots")).resolve("dark.png");
      Files.write(shot, browser.driver().getScreenshotAs(OutputType.BYTES));
    } finally {
      browser.preferScheme("light");
    }
  }

  /** Hands the coffee picture to the page as {@code data}, the way the clipboard and a drag do. */
  private void transfer(String dispatch) throws IOException {
    page.run(
        "const bytes = Uint8Array.from(atob(arguments[0]), c => c.charCodeAt(0));"
            + "const data = new DataTransfer();"
            + "data.items.add(new File([bytes], 'given.jpg', {type: 'image/jpeg'}));"
            + dispatch,
        Base64.getEncoder().encodeToString(Files.readAllBytes(Answers.COFFEE)));
  }

  /** Presses Tab until an element has the focus. */
  private void tabTo(String selector) {
    for (int presses = 0; presses < MAX_TABS; presses++) {
      new Actions(browser.driver()).sendKeys(Keys.TAB).perform();
      if (Boolean.TRUE.equals(
          page.run("return document.activeElement.matches(arguments[0])", selector))) {
        assertThat((Boolean) page.run("return document.activeElement.matches(':focus-visible')"))
            .isTrue();
        return;
      }
    }
    throw new AssertionError("Tab never reached " + selector);
  }

  private String text(String selector) {
    return browser.driver().findElement(By.cssSelector(selector)).getText();
  }

  private WebElement active() {
    return browser.driver().switchTo().activeElement();
  }

  private String announced() {
    return page.byId("status").getDomProperty("textContent");
  }

  private void choose(String format) {
    browser.driver().findElement(By.cssSelector("[data-format=" + format + "]")).click();
  }

  /** Relative luminance (WCAG) of a colour of the page's body, 0..1. */
  private double brightness(String property) {
    return ((Number)
            page.run(
                "const [r, g, b] ="
                    + " getComputedStyle(document.body)[arguments[0]].match(/[0-9.]+/g).map(v => v"
                    + " / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) **"
                    + " 2.4);return 0.2126 * r + 0.7152 * g + 0.0722 * b",
                property))
        .doubleValue();
  }
}
