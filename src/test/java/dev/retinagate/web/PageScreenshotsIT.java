package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.JarNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.OutputType;

/** What the README shows of the page, in front of the packaged jar; kept in target/screenshots. */
class PageScreenshotsIT {

  private static final Path SHOTS = Path.of("target", "screenshots");
  private static final String RULES =
      "#forbid=person/hatch&forbid=cat&count=chair&zone=hatch:0.02,0.45,0.6,0.35,0.65,1,0.02,1";

  @RegisterExtension private static final Browser browser = new Browser();

  private static JarNode node;

  private Page page;

  /** Not before all tests: without a browser they are skipped, and no node is needed. */
  @BeforeEach
  void open() throws Exception {
    if (node == null) {
      node = new JarNode();
    }
    page = new Page(browser.driver(), node.uri("/").toString());
    browser.driver().executeCdpCommand("Emulation.setScrollbarsHidden", Map.of("hidden", true));
  }

  @AfterEach
  void lookAsUsual() {
    browser.driver().executeCdpCommand("Emulation.setScrollbarsHidden", Map.of("hidden", false));
    browser.preferScheme("light");
    browser.resizeBack();
  }

  @AfterAll
  static void stop() throws Exception {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void light() throws IOException {
    lookAtTheAstronaut();
    keepAsFarAs("stage", "page.png");
  }

  @Test
  void dark() throws IOException {
    browser.preferScheme("dark");
    lookAtTheAstronaut();
    keepAsFarAs("stage", "page-dark.png");
  }

  @Test
  void phone() throws IOException {
    browser.resize(390, 844);
    lookAtTheAstronaut();
    keep("page-phone.png");
  }

  @Test
  void severalPicturesWithRules() throws IOException {
    page.open();
    page.run("location.hash = arguments[0]", RULES);
    page.choose(Answers.ASTRONAUT, Answers.PICTURES.resolve("chelsea.jpg"), Answers.COFFEE);
    page.awaitText("3 of 3 pictures answered", () -> page.textOf("gallery-state"));
    page.await(() -> page.byId("assessment").isDisplayed());
    keepAsFarAs("rules", "page-gallery.png");
  }

  private void lookAtTheAstronaut() {
    page.open();
    page.look(Answers.ASTRONAUT);
    assertThat(page.rows().get(0).getText()).contains("person");
  }

  private static void keep(String name) throws IOException {
    Files.write(
        Files.createDirectories(SHOTS).resolve(name),
        browser.driver().getScreenshotAs(OutputType.BYTES));
  }

  /** Keeps more than the window shows: from the top to the end of an element. */
  private void keepAsFarAs(String id, String name) throws IOException {
    Object height =
        page.run(
            "return document.getElementById(arguments[0]).getBoundingClientRect().bottom"
                + " + scrollY + 16",
            id);
    Map<String, Object> shot =
        browser
            .driver()
            .executeCdpCommand(
                "Page.captureScreenshot",
                Map.of(
                    "captureBeyondViewport",
                    true,
                    "clip",
                    Map.of("x", 0, "y", 0, "width", 1280, "height", height, "scale", 1)));
    Files.write(
        Files.createDirectories(SHOTS).resolve(name),
        Base64.getDecoder().decode(shot.get("data").toString()));
  }
}
