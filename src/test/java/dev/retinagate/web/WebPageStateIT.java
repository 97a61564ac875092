package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.web.StubGateway.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The header says of the node what its last answers said: full, gone, back. */
class WebPageStateIT extends PageScenario {

  private static final Reply FULL = full(2);

  @Test
  void saysThatTheNodeIsFullUntilItAnswersAgain() {
    gateway.willAnswer(FULL, FULL, Answers.coffee());

    page.choose(Answers.COFFEE);

    page.await(() -> state().matches("Full, tried again in [12] s"));
    assertThat(page.byId("health").getDomAttribute("data-state")).isEqualTo("waiting");
    page.await(() -> page.textOf("notice").contains(" s, try 1 of 5"));
    page.await(() -> page.textOf("notice").contains(" s, try 2 of 5"));
    assertThat(state()).startsWith("Full");
    page.awaitAnswer();
    assertThat(state()).isEqualTo("Ready");
    assertThat(page.boxes()).hasSize(2);
  }

  @Test
  void saysHowOftenItTriedWhenItGivesUp() {
    Reply full = full(0);
    gateway.willAnswer(full, full, full, full, full, full);

    page.choose(Answers.COFFEE);

    page.await(() -> page.textOf("notice").contains("This page tried it again 5 times."));
    assertThat(state()).isEqualTo("Full");
    page.awaitText("Ready", this::state);
  }

  @Test
  void promisesNoTryAfterStop() {
    gateway.willAnswer(full(30));
    page.choose(Answers.COFFEE);
    page.await(() -> state().startsWith("Full, tried again in"));

    page.noticeButton("Stop").click();

    assertThat(state()).isEqualTo("Full");
  }

  @Test
  void staysFullWhileTheNodesHealthSaysThatEveryPermitIsTaken() {
    gateway.admits(4, 4, 2);
    gateway.willAnswer(full(1));
    page.choose(Answers.COFFEE);
    page.await(() -> state().startsWith("Full, tried again in"));
    page.noticeButton("Stop").click();

    int checks = gateway.healthChecks();
    page.await(() -> gateway.healthChecks() >= checks + 2);
    assertThat(state()).isEqualTo("Full");

    gateway.admits(3, 4, 0);
    page.awaitText("Ready", this::state);
  }

  @Test
  void saysAtOnceThatTheNodeRestarts() {
    gateway.willAnswer(
        Reply.problem(503, "draining", "Detail.", Map.of("Retry-After", "1")), Answers.coffee());

    page.choose(Answers.COFFEE);

    page.awaitText("Restarting", this::state);
    page.awaitAnswer();
    page.awaitText("Ready", this::state);
  }

  @Test
  void aRefusalOfAPictureIsNoneOfTheNode() {
    gateway.willAnswer(Reply.problem(422, "too-small", "10 pixels.", Map.of()));

    page.choose(Answers.COFFEE);

    page.awaitNotice();
    assertThat(state()).isEqualTo("Ready");
  }

  @Test
  void saysThatTheNodeDoesNotAnswerAndThatItIsBack() {
    gateway.stopListening();
    try {
      page.choose(Answers.COFFEE);

      page.awaitText("No answer", this::state);
      assertThat(page.awaitNotice()).startsWith("The server cannot be reached");
    } finally {
      gateway.listen();
    }

    page.awaitText("Ready", this::state);
    gateway.willAnswer(Answers.coffee());
    page.await(() -> page.textOf("notice").startsWith("The server is back"));
    page.noticeButton("Try again").click();
    page.awaitAnswer();
    assertThat(page.boxes()).hasSize(2);
  }

  @Test
  void saysHowManyWaitInLineOnceThePictureIsSent() {
    gateway.admits(4, 4, 3);
    gateway.willAnswer(Reply.NEVER);

    page.choose(Answers.COFFEE);

    page.awaitText("Waiting, 3 in line", () -> page.textOf("busy-text"));
    gateway.admits(4, 4, 1);
    page.awaitText("Waiting, 1 in line", () -> page.textOf("busy-text"));
    gateway.admits(4, 4, 0);
    page.awaitText("Looking for objects", () -> page.textOf("busy-text"));
    page.byId("cancel").click();
    page.awaitNotice();
  }

  @Test
  void countsDownInTheHeaderForAGallery() {
    gateway.willAnswer(Answers.coffee(), FULL, Answers.coffee());

    page.choose(Answers.ASTRONAUT, Answers.COFFEE);

    page.await(() -> state().matches("Full, tried again in [12] s"));
    page.awaitText("2 of 2 pictures answered", () -> page.textOf("gallery-state"));
    assertThat(state()).isEqualTo("Ready");
  }

  @Test
  void losesNoPictureOfAGalleryWhenTheNodeGoesHalfwayAndAsksForEachOnce() throws IOException {
    List<Path> pictures = sixPictures();
    gateway.keepsAnswering(Answers.coffee(), 200);
    page.choose(pictures.toArray(Path[]::new));
    page.await(() -> gateway.answered().size() == 2 && gateway.calls().size() == 3);

    gateway.stopListening();
    try {
      page.awaitText("No answer", this::state);
      page.await(() -> page.textOf("gallery-state").contains("The server does not answer"));
    } finally {
      gateway.listen();
    }

    page.awaitText("6 of 6 pictures answered", () -> page.textOf("gallery-state"));
    assertThat(state()).isEqualTo("Ready");
    List<byte[]> sent = new ArrayList<>();
    for (Path picture : pictures) {
      sent.add(Files.readAllBytes(picture));
    }
    assertThat(gateway.answered().stream().map(body -> body.getBytes()))
        .as("each picture, answered once")
        .containsExactlyElementsOf(sent);
  }

  /** The coffee six times, with other bytes behind the end of the picture. */
  private static List<Path> sixPictures() throws IOException {
    byte[] coffee = Files.readAllBytes(Answers.COFFEE);
    List<Path> pictures = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      byte[] bytes = Arrays.copyOf(coffee, coffee.length + 1);
      bytes[coffee.length] = (byte) (i + 1);
      pictures.add(Files.write(browser.downloads().resolve("coffee-" + i + ".jpg"), bytes));
    }
    return pictures;
  }

  private static Reply full(int retryAfterS) {
    return Reply.problem(
        503, "full", "The queue is full.", Map.of("Retry-After", String.valueOf(retryAfterS)));
  }

  private String state() {
    return page.textOf("health");
  }
}
