package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.web.StubGateway.Reply;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page says and does when the answer is a problem, or none comes. */
class WebPageProblemsIT extends PageScenario {

  private static final int MAX_TRIES_OF_CHROMIUM = 10;

  @ParameterizedTest
  @CsvSource({
    "400, The picture could not be read",
    "408, The upload stalled",
    "413, The picture is too large",
    "415, This is not a picture the server can read",
    "422, The picture’s dimensions do not fit",
    "500, The detector failed",
    "504, The answer took too long",
    "418, Title of 418",
  })
  void saysWhatIsWrongAndWhatTheServerSaid(int status, String title) {
    Reply problem = Reply.problem(status, "Detail of this case.", Map.of());
    // Chromium itself repeats a request that gets a 408 on a connection that stays open.
    gateway.willAnswer(repeated(problem));

    page.choose(Answers.COFFEE);

    assertThat(page.awaitNotice())
        .startsWith(title)
        .contains("Detail of this case.", "Status " + status + ", request request-" + status);
    assertThat(page.byId("panel").isDisplayed()).isFalse();
    assertThat(page.run("return document.querySelector('#notice [role=alert]').textContent"))
        .asString()
        .startsWith(title);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'It may be damaged or cut short. Open it in a picture program and save it again as JPEG,"
        + " PNG, WebP or BMP.'",
    "'Send the whole file.', Send the whole file.",
  })
  void saysOnceWhatHelps(String detail, String words) {
    gateway.willAnswer(Reply.problem(400, detail, Map.of()));

    page.choose(Answers.COFFEE);

    assertThat(page.awaitNotice())
        .isEqualTo("The picture could not be read\n" + words + "\nStatus 400, request request-400");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 504})
  void triesAgainWhenAPersonSaysSo(int status) {
    gateway.willAnswer(Reply.problem(status, "Detail.", Map.of()), Answers.coffee());
    page.choose(Answers.COFFEE);
    page.awaitNotice();

    page.noticeButton("Try again").click();

    page.awaitAnswer();
    assertThat(page.boxes()).hasSize(2);
    assertThat(page.byId("notice").isDisplayed()).isFalse();
  }

  @Test
  void triesAgainByItselfAfterTheSecondsThatAFullServerNames() {
    gateway.willAnswer(
        Reply.problem(503, "The queue is full.", Map.of("Retry-After", "1")), Answers.coffee());
    page.choose(Answers.COFFEE);

    assertThat(page.awaitNotice())
        .startsWith("The server is busy")
        .contains("The queue is full.", "Trying again in 1 s");
    assertThat(gateway.calls()).hasSize(1);

    page.awaitAnswer();
    assertThat(gateway.calls()).hasSize(2);
    assertThat(page.boxes()).hasSize(2);
  }

  @Test
  void waitsForAPersonAfterStop() {
    gateway.willAnswer(
        Reply.problem(503, "The queue is full.", Map.of("Retry-After", "30")), Answers.coffee());
    page.choose(Answers.COFFEE);
    page.awaitNotice();

    page.noticeButton("Stop").click();

    assertThat(page.textOf("notice")).doesNotContain("Trying again in").contains("Try again");
    page.noticeButton("Try again").click();
    page.awaitAnswer();
    assertThat(gateway.calls()).hasSize(2);
  }

  @Test
  void givesUpTryingByItselfAfterFiveTimes() {
    Reply full = Reply.problem(503, "The queue is full.", Map.of("Retry-After", "0"));
    gateway.willAnswer(full, full, full, full, full, full, Answers.coffee());

    page.choose(Answers.COFFEE);
    page.await(() -> gateway.calls().size() == 6);

    page.await(() -> page.awaitNotice().contains("Try again"));
    assertThat(page.textOf("notice")).doesNotContain("Trying again in");
    assertThat(gateway.calls()).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({
    "400, no-picture, There is no picture in this file",
    "422, too-many-pixels, The picture has too many pixels",
    "422, too-small, The picture is too small",
    "503, starting, The server is starting",
    "503, draining, The server is restarting",
    "503, no-worker, The detector is being restarted",
    "408, upload-too-slow, The upload was too slow",
    "504, deadline-passed, The answer took too long",
  })
  void tellsKindsOfOneStatusApart(int status, String kind, String title) {
    // Chromium itself repeats a request that gets a 408 on a connection that stays open.
    gateway.willAnswer(
        repeated(Reply.problem(status, kind, "Detail.", Map.of("Retry-After", "30"))));

    page.choose(Answers.COFFEE);

    assertThat(page.awaitNotice()).startsWith(title);
  }

  @ParameterizedTest
  @CsvSource({
    "413, body-too-large, true",
    "415, unsupported-format, true",
    "400, no-picture, false",
    "503, full, false",
  })
  void showsTheServersWordsWhereTheySayMoreThanThePages(int status, String kind, boolean shown) {
    Reply problem = Reply.problem(status, kind, "Detail.", Map.of("Retry-After", "30"));
    // The page tries a picture in a form that the server does not take once more in another one.
    gateway.willAnswer(problem, problem);

    page.choose(Answers.COFFEE);

    assertThat(page.awaitNotice().contains("Detail.")).isEqualTo(shown);
  }

  @Test
  void suspectsTheSizeWhenTheConnectionBreaksWhileTheServerIsUp() {
    // Chromium itself repeats a request several times when the connection closes.
    gateway.willAnswer(repeated(Reply.CLOSED));

    page.choose(Answers.COFFEE);

    assertThat(page.awaitNotice())
        .startsWith("The connection broke during the upload")
        .contains("A picture of 71 kB may be more than it takes");
  }

  @Test
  void looksForAServerThatIsGoneAndSaysWhenItIsBack() {
    gateway.isAway(true);
    page.choose(Answers.COFFEE);
    assertThat(page.awaitNotice()).startsWith("The server cannot be reached");
    assertThat(page.textOf("health")).isEqualTo("No answer");

    gateway.isAway(false);
    gateway.willAnswer(Answers.coffee());
    page.await(() -> page.textOf("notice").startsWith("The server is back"));
    assertThat(page.textOf("health")).isEqualTo("Ready");
    page.noticeButton("Try again").click();

    page.awaitAnswer();
    assertThat(page.boxes()).hasSize(2);
  }

  @Test
  void opensWhileTheNodeStartsAndNamesItsModelOnceItIsUp() {
    gateway.healthIs("STARTING");
    page.open();
    assertThat(page.textOf("health")).isEqualTo("Starting");
    assertThat(page.byId("model").isDisplayed()).isFalse();

    gateway.healthIs("UP");

    page.awaitText("Ready", () -> page.textOf("health"));
    page.awaitText("nanodet-g · int8", () -> page.textOf("model"));
  }

  @Test
  void understandsAProxyThatAnswersInHtml() {
    gateway.willAnswer(
        new Reply(502, Map.of("Content-Type", "text/html"), Buffer.buffer("<h1>Bad</h1>")));

    page.choose(Answers.COFFEE);

    assertThat(page.awaitNotice())
        .startsWith("The server is not reachable behind its proxy")
        .contains("Status 502");
  }

  @Test
  void doesNotTakeHtmlForAnAnswer() {
    gateway.willAnswer(
        new Reply(200, Map.of("Content-Type", "text/html"), Buffer.buffer("<h1>Hello</h1>")));

    page.choose(Answers.COFFEE);

    assertThat(page.awaitNotice()).startsWith("The answer made no sense");
  }

  @Test
  void stopsTheRequestWhenCancelled() {
    gateway.willAnswer(Reply.NEVER, Answers.coffee());
    page.choose(Answers.COFFEE);
    page.await(() -> gateway.calls().size() == 1 && page.byId("cancel").isDisplayed());

    page.byId("cancel").click();

    assertThat(page.awaitNotice()).startsWith("Cancelled");
    page.await(() -> gateway.abandoned() == 1);
    page.noticeButton("Try again").click();
    page.awaitAnswer();
  }

  @Test
  void answersForTheLastOfTwoPicturesOnly() {
    gateway.willAnswer(Reply.NEVER, Answers.coffee());
    page.choose(Answers.ASTRONAUT);
    page.await(() -> gateway.calls().size() == 1);

    page.choose(Answers.COFFEE);

    page.awaitAnswer();
    assertThat(page.textOf("picture-name")).isEqualTo("coffee.jpg");
    assertThat(page.byId("notice").isDisplayed()).isFalse();
    page.await(() -> gateway.abandoned() == 1);
  }

  @Test
  void keepsTheDetectionsWhenOnlyTheDownloadFails() {
    Reply drawn = new Reply(200, Map.of("Content-Type", "image/jpeg"), Buffer.buffer("drawn"));
    gateway.willAnswer(Answers.coffee(), Reply.problem(500, "Detail.", Map.of()), drawn);
    page.look(Answers.COFFEE);

    page.byId("download").click();

    assertThat(page.awaitNotice()).startsWith("The detector failed");
    assertThat(page.boxes()).hasSize(2);
    page.noticeButton("Try again").click();
    page.await(() -> Files.exists(browser.downloads().resolve("coffee-detections.jpg")));
  }

  @Test
  void keepsNoProportionsOfThePictureBeforeForAFileThatIsNone() throws IOException {
    gateway.willAnswer(Answers.coffee(), Reply.problem(415, "No picture.", Map.of()));
    page.look(Answers.COFFEE);

    page.choose(
        Files.write(Files.createTempFile(browser.downloads(), "words", ".txt"), new byte[] {1}));
    page.awaitNotice();

    assertThat(page.picture().width() / page.picture().height()).isCloseTo(3, within(0.01));
  }

  @Test
  void asksForTheFileWhenSomethingElseIsDropped() {
    page.run(
        "const data = new DataTransfer(); data.setData('text/plain', 'words');"
            + "document.body.dispatchEvent(new DragEvent('drop',"
            + "{dataTransfer: data, bubbles: true, cancelable: true}))");

    assertThat(page.awaitNotice()).startsWith("That was not a file");
    assertThat(gateway.calls()).isEmpty();
  }

  private static Reply[] repeated(Reply reply) {
    return Collections.nCopies(MAX_TRIES_OF_CHROMIUM, reply).toArray(Reply[]::new);
  }
}
