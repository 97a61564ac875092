package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.web.StubGateway.Call;
import dev.retinagate.web.StubGateway.Reply;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The live camera of the page, with the browser's made-up camera. */
class WebPageCameraIT extends PageScenario {

  /** Longer than the time between two pictures of a camera that waits for nothing. */
  private static final long SLOW_MS = 500;

  private static final Reply FULL =
      Reply.problem(503, "full", "The queue is full.", Map.of("Retry-After", "1"));

  @BeforeEach
  void watchCamera() {
    page.run(
        "window.cameraTracks = [];"
            + "const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
            + "navigator.mediaDevices.getUserMedia = async (wanted) => {"
            + "  const stream = await open(wanted);"
            + "  window.cameraTracks.push(...stream.getTracks());"
            + "  return stream;"
            + "}");
  }

  @Test
  void sendsOnePictureAtATimeAndShowsItWithItsBoxes() {
    gateway.keepsAnswering(Answers.coffee(), SLOW_MS);

    page.byId("live").click();
    page.await(() -> gateway.calls().size() >= 4);

    assertThat(gateway.mostAtOnce()).isEqualTo(1);
    Call call = gateway.calls().get(0);
    assertThat(call.contentType()).isEqualTo("image/jpeg");
    assertThat(call.body().getUnsignedShort(0)).as("start of a JPEG").isEqualTo(0xffd8);
    assertThat(page.boxes()).hasSize(2);
    page.awaitText("Live", this::words);
    assertThat(page.textOf("live-figures")).matches("[0-9.]+ pictures a second");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void stopsWhenAPersonSaysSoOrAnotherPictureComes() {
    gateway.keepsAnswering(Answers.coffee(), 0);
    page.byId("live").click();
    page.await(() -> gateway.calls().size() >= 2);

    page.byId("live-stop").click();
    assertThat(page.byId("live-bar").isDisplayed()).isFalse();
    assertThat(page.boxes()).as("the last picture stays").hasSize(2);
    assertThat(cameraIsOn()).isFalse();

    page.byId("live").click();
    page.await(this::cameraIsOn);
    page.look(Answers.COFFEE);
    assertThat(page.byId("live-bar").isDisplayed()).isFalse();
    assertThat(cameraIsOn()).isFalse();
    assertThat(page.textOf("picture-name")).isEqualTo("coffee.jpg");
  }

  @Test
  void slowsDownWhileTheServerIsBusyAndSaysSo() {
    gateway.willAnswer(Answers.coffee(), FULL);
    gateway.keepsAnswering(Answers.coffee(), 0);

    page.byId("live").click();

    page.awaitText("The server is busy", this::words);
    assertThat(page.textOf("live-figures")).isEqualTo("next picture in 2 s");
    assertThat(gateway.calls()).hasSize(2);
    page.awaitText("Slowed down, since the server was busy", this::words);
    page.awaitText("Live", this::words);
    assertThat(page.byId("notice").isDisplayed()).isFalse();
  }

  @Test
  void waitsForAServerThatIsGone() {
    gateway.keepsAnswering(Answers.coffee(), 0);
    page.byId("live").click();
    page.awaitText("Live", this::words);

    gateway.isAway(true);
    page.awaitText("The server cannot be reached", this::words);
    page.awaitText("No answer", () -> page.textOf("health"));
    gateway.isAway(false);

    page.awaitText("Live", this::words);
  }

  @Test
  void letsGoOfTheCameraWhileThePageIsHidden() {
    gateway.keepsAnswering(Answers.coffee(), 0);
    page.byId("live").click();
    page.awaitText("Live", this::words);

    hide(true);
    page.awaitText("Paused while this page is hidden", this::words);
    assertThat(cameraIsOn()).isFalse();

    hide(false);
    page.awaitText("Live", this::words);
    assertThat(cameraIsOn()).isTrue();
  }

  @Test
  void stopsWhereTheNextPictureWouldFareTheSame() {
    gateway.willAnswer(Reply.problem(415, "unsupported-format", "No.", Map.of()));

    page.byId("live").click();

    assertThat(page.awaitNotice()).startsWith("This is not a picture the server can read");
    assertThat(page.byId("live-bar").isDisplayed()).isFalse();
    assertThat(cameraIsOn()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "NotAllowedError, The camera is not allowed",
    "NotFoundError, There is no camera",
    "NotReadableError, The camera is in use",
    "OddError, The camera failed",
  })
  void saysWhyThereIsNoCamera(String error, String title) {
    page.run(
        "const error = new DOMException('Odd.', arguments[0]);"
            + "navigator.mediaDevices.getUserMedia = () => Promise.reject(error)",
        error);

    page.byId("live").click();

    assertThat(page.awaitNotice()).startsWith(title);
    assertThat(page.byId("live-bar").isDisplayed()).isFalse();
    assertThat(page.byId("live").isEnabled()).isTrue();
  }

  @Test
  void rulesGoWithEachPictureAndOnlyTheirChangesAreAnnounced() {
    browser.driver().get("about:blank");
    browser.driver().get(gateway.url() + "#forbid=cup@0.4");
    page.await(() -> page.byId("rules").isDisplayed());
    gateway.keepsAnswering(Answers.coffeeThatAlerts(), 0);

    page.run(
        "window.said = [];"
            + "const status = document.getElementById('status');"
            + "new MutationObserver(() => window.said.push(status.textContent))"
            + "    .observe(status, {childList: true})");

    page.byId("live").click();
    page.await(() -> gateway.calls().size() >= 6);

    gateway.calls().forEach(call -> assertThat(call.query()).containsEntry("forbid", "cup@0.4"));
    String alert =
        "Alert: 2 intruders, 1 missing, cup in yard, bowl in yard, spoon: 1 of 3, 0 × person";
    page.await(() -> said().contains("Live"));
    assertThat(Collections.frequency(said(), alert)).isEqualTo(1);
    assertThat(said())
        .as("counts of each picture")
        .noneMatch(words -> words.startsWith("2 objects"));
  }

  @SuppressWarnings("unchecked") // The page keeps texts there.
  private List<String> said() {
    return (List<String>) page.run("return window.said");
  }

  private String words() {
    return page.textOf("live-words");
  }

  private boolean cameraIsOn() {
    return Boolean.TRUE.equals(
        page.run("return window.cameraTracks.some(track => track.readyState === 'live')"));
  }

  private void hide(boolean hidden) {
    page.run(
        "Object.defineProperty(document, 'hidden', {value: arguments[0], configurable: true});"
            + "document.dispatchEvent(new Event('visibilitychange'))",
        hidden);
  }
}
