package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pictures that the server or the browser takes otherwise than the other, and slow lines. */
class WebPageFormatsIT extends PageScenario {

  private static final Path TURNED_WEBP = Answers.PICTURES.resolve("formats/orientation-6.webp");
  private static final Path TURNED_PNG = Answers.PICTURES.resolve("formats/orientation-6.png");

  /** Both are lossless, and scaled in different ways; an unturned one differs by tens of levels. */
  private static final double MAX_LEVELS_OF_SCALING = 2;

  /** Half a second for a tenth of the coffee picture. */
  private static final int SLOW_BYTES_PER_S = 14_000;

  @Test
  void showsAWebpUprightThatItsOrientationTurns() throws IOException {
    gateway.willAnswer(Answers.nothing(), Answers.nothing());
    page.look(TURNED_PNG);
    double proportion = page.picture().width() / page.picture().height();
    BufferedImage upright = screenshot();

    page.look(TURNED_WEBP);

    page.await(
        () -> Math.abs(page.picture().width() / page.picture().height() - proportion) < 0.01);
    assertThat(meanDifference(screenshot(), upright)).isLessThan(MAX_LEVELS_OF_SCALING);
  }

  @Test
  void saysHowMuchWasSentOnASlowLine() {
    gateway.willAnswer(Answers.coffee());
    try {
      network(SLOW_BYTES_PER_S);
      page.choose(Answers.COFFEE);

      page.await(() -> page.textOf("busy-text").matches("Sending, [1-9][0-9]? %"));
    } finally {
      network(-1);
    }

    page.awaitAnswer();
    assertThat(page.boxes()).hasSize(2);
  }

  /** Emulates a line that sends so many bytes a second; -1 for as many as it can. */
  private static void network(int uploadThroughput) {
    browser.driver().executeCdpCommand("Network.enable", Map.of());
    browser
        .driver()
        .executeCdpCommand(
            "Network.emulateNetworkConditions",
            Map.of(
                "offline",
                false,
                "latency",
                0,
                "downloadThroughput",
                -1,
                "uploadThroughput",
                uploadThroughput));
  }
}
