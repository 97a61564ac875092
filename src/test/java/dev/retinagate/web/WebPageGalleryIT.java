package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.web.StubGateway.Call;
import dev.retinagate.web.StubGateway.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Several pictures at once: each is asked for in its turn, and none is lost. */
class WebPageGalleryIT extends PageScenario {

  private static final Path[] THREE = {Answers.ASTRONAUT, Answers.COFFEE, Answers.COFFEE_TURNED};
  private static final String ALL_ANSWERED = "3 of 3 pictures answered";
  private static final Reply FULL =
      Reply.problem(503, "full", "The queue is full.", Map.of("Retry-After", "2"));

  @Test
  void asksForOnePictureAfterAnother() throws IOException {
    gateway.keepsAnswering(Answers.coffee(), 50);

    page.choose(THREE);

    page.awaitText(ALL_ANSWERED, this::state);
    assertThat(gateway.mostAtOnce()).isEqualTo(1);
    assertThat(bodies())
        .containsExactly(
            Files.readAllBytes(THREE[0]),
            Files.readAllBytes(THREE[1]),
            Files.readAllBytes(THREE[2]));
    assertThat(thumbs())
        .extracting(thumb -> thumb.getDomAttribute("aria-label"))
        .containsExactly(
            "astronaut.jpg: 2 objects", "coffee.jpg: 2 objects", "coffee-exif6.jpg: 2 objects");
    assertThat(page.textOf("picture-name")).isEqualTo("astronaut.jpg");
    page.awaitText(ALL_ANSWERED, () -> page.byId("status").getDomProperty("textContent"));
  }

  @Test
  void showsTheThumbnailThatIsChosen() {
    gateway.willAnswer(Answers.nothing(), Answers.coffee(), Answers.nothing());
    page.choose(THREE);
    page.awaitText(ALL_ANSWERED, this::state);
    assertThat(page.boxes()).isEmpty();

    thumbs().get(1).click();

    page.awaitAnswer();
    assertThat(page.textOf("picture-name")).isEqualTo("coffee.jpg");
    page.await(() -> page.boxes().size() == 2);
    assertBox(page.boxes().get(0), Answers.CUP);
    assertThat(thumbs())
        .extracting(thumb -> thumb.getDomAttribute("aria-pressed"))
        .containsExactly("false", "true", "false");
    assertThat(
            (Boolean)
                page.run(
                    "return [...document.querySelectorAll('.thumb canvas')].every(c =>"
                        + " c.getContext('2d').getImageData(c.width / 2, c.height / 2, 1,"
                        + " 1).data[3] === 255)"))
        .as("each thumbnail shows something")
        .isTrue();
  }

  @Test
  void dropsOfSeveralFilesAreAllTaken() {
    gateway.keepsAnswering(Answers.coffee(), 0);

    page.run(
        "const data = new DataTransfer();for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) "
            + " data.items.add(new File([new Uint8Array([255, 216, 255]), 'bytes of ' + name],"
            + " name, {type: 'image/jpeg'}));document.body.dispatchEvent(new DragEvent('drop', "
            + " {dataTransfer: data, bubbles: true, cancelable: true}))");

    page.awaitText(ALL_ANSWERED, this::state);
    assertThat(gateway.calls())
        .extracting(call -> call.body().getString(3, call.body().length()))
        .containsExactly("bytes of a.jpg", "bytes of b.jpg", "bytes of c.jpg");
  }

  @Test
  void waitsForAFullServerAndSaysSo() {
    gateway.willAnswer(Answers.coffee(), FULL, Answers.coffee(), Answers.coffee());

    page.choose(THREE);

    page.await(
        () -> state().startsWith("1 of 3 pictures answered · The server is busy; goes on in"));
    assertThat(gateway.calls()).hasSize(2);
    page.awaitText(ALL_ANSWERED, this::state);
    assertThat(gateway.calls()).hasSize(4);
    assertThat(bodies().get(2)).as("the refused picture").isEqualTo(bodies().get(1));
  }

  @Test
  void goesOnAfterAPictureThatCannotBeAnswered() {
    gateway.willAnswer(
        Answers.coffee(),
        Reply.problem(422, "too-small", "10 pixels.", Map.of()),
        Answers.coffee());
    page.choose(THREE);
    page.awaitText("2 of 3 pictures answered · 1 failed", this::state);

    thumbs().get(1).click();

    assertThat(page.awaitNotice()).startsWith("The picture is too small").contains("10 pixels.");
    assertThat(page.byId("panel").isDisplayed()).isFalse();
    assertThat(thumbs().get(1).getDomAttribute("aria-label")).isEqualTo("coffee.jpg: Failed");
    thumbs().get(2).click();
    page.awaitAnswer();
    assertThat(page.byId("notice").isDisplayed()).isFalse();
  }

  @Test
  void goesOnWhenAServerThatWasGoneIsBack() {
    gateway.keepsAnswering(Answers.coffee(), 0);
    gateway.isAway(true);
    page.choose(THREE);
    page.await(() -> state().contains("The server does not answer; goes on in"));
    assertThat(page.textOf("health")).isEqualTo("No answer");

    gateway.isAway(false);

    page.awaitText(ALL_ANSWERED, this::state);
    assertThat(page.textOf("health")).isEqualTo("Ready");
  }

  @Test
  void givesUpAPictureThatBreaksEachConnectionOfAServerThatIsUp() {
    gateway.keepsAnswering(Reply.CLOSED, 0);
    page.choose(Answers.ASTRONAUT, Answers.COFFEE);

    page.await(() -> state().startsWith("0 of 2 pictures answered · 1 failed"));

    assertThat(page.awaitNotice()).startsWith("The connection broke during the upload");
  }

  @Test
  void keepsWhatHasBeenAnsweredWhenAPersonCancels() {
    gateway.willAnswer(Answers.coffee(), Reply.NEVER, Answers.coffee(), Answers.coffee());
    page.choose(THREE);
    page.await(() -> gateway.calls().size() == 2);
    thumbs().get(1).click();
    page.await(() -> page.byId("cancel").isDisplayed());

    page.byId("cancel").click();

    assertThat(page.awaitNotice()).startsWith("Cancelled");
    page.await(() -> gateway.abandoned() == 1);
    assertThat(state()).isEqualTo("1 of 3 pictures answered · stopped");
    page.noticeButton("Try again").click();
    page.awaitText(ALL_ANSWERED, this::state);
    page.awaitAnswer();
    assertThat(page.textOf("picture-name")).isEqualTo("coffee.jpg");
    assertThat(page.byId("notice").isDisplayed()).isFalse();
  }

  @Test
  void asksForEachPictureAgainWhenTheRulesChange() {
    gateway.keepsAnswering(Answers.coffee(), 0);
    page.choose(THREE);
    page.awaitText(ALL_ANSWERED, this::state);
    gateway.keepsAnswering(Answers.coffeeThatAlerts(), 0);

    page.byId("rule-label").sendKeys("cup\n");

    page.await(() -> gateway.calls().size() == 6);
    page.awaitText(ALL_ANSWERED, this::state);
    assertThat(gateway.calls().subList(3, 6))
        .allSatisfy(call -> assertThat(call.query()).containsKey("forbid"));
    assertThat(thumbs().get(2).getDomAttribute("aria-label")).endsWith(", alert");
  }

  @Test
  void isOneStopForTabAndArrowsMoveInIt() {
    gateway.keepsAnswering(Answers.coffee(), 0);
    page.choose(THREE);
    page.awaitText(ALL_ANSWERED, this::state);
    assertThat(thumbs())
        .extracting(thumb -> thumb.getDomAttribute("tabindex"))
        .containsExactly("0", "-1", "-1");

    thumbs().get(0).sendKeys(Keys.END);
    assertChosen(2);
    thumbs().get(2).sendKeys(Keys.ARROW_RIGHT);
    assertChosen(2);
    thumbs().get(2).sendKeys(Keys.ARROW_LEFT);
    assertChosen(1);
    thumbs().get(1).sendKeys(Keys.HOME);
    assertChosen(0);
    thumbs().get(0).sendKeys(Keys.TAB);
    assertThat(page.run("return document.activeElement.closest('.gallery-list')")).isNull();
  }

  private void assertChosen(int index) {
    WebElement focused = browser.driver().switchTo().activeElement();
    assertThat(focused).isEqualTo(thumbs().get(index));
    assertThat(focused.getDomAttribute("aria-pressed")).isEqualTo("true");
    assertThat(focused.getDomAttribute("tabindex")).isEqualTo("0");
    page.awaitText(THREE[index].getFileName().toString(), () -> page.textOf("picture-name"));
  }

  @Test
  void saysHowManyWereLeftOutOfMoreThanAHundred() {
    gateway.keepsAnswering(Answers.nothing(), 0);

    page.run(
        "const data = new DataTransfer();for (let i = 0; i < 103; i++)  data.items.add(new"
            + " File([new Uint8Array([255, 216, 255])], i + '.jpg', {type:"
            + " 'image/jpeg'}));document.body.dispatchEvent(new DragEvent('drop',  {dataTransfer:"
            + " data, bubbles: true, cancelable: true}))");

    page.awaitText(
        "100 of 100 pictures answered · 3 left out, since the page takes 100 at a time",
        this::state);
    page.byId("gallery-clear").click();
    assertThat(page.byId("gallery").isDisplayed()).isFalse();
  }

  private String state() {
    return page.textOf("gallery-state");
  }

  private List<WebElement> thumbs() {
    return browser.driver().findElements(By.className("thumb"));
  }

  private static List<byte[]> bodies() {
    return gateway.calls().stream().map(Call::body).map(body -> body.getBytes()).toList();
  }
}
