package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.web.Page.Rect;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page just opened in a browser, in front of a gateway that answers what the test tells it. */
abstract class PageScenario {

  /** How far a box may be from its place on the screen, in CSS pixels. */
  static final double SUB_PIXEL = 0.5;

  @RegisterExtension static final Browser browser = new Browser();

  static StubGateway gateway;

  Page page;

  @BeforeAll
  static void startGateway() {
    gateway = new StubGateway();
  }

  @AfterAll
  static void stopGateway() {
    if (gateway != null) {
      gateway.close();
    }
  }

  @BeforeEach
  void openPage() {
    gateway.reset();
    page = new Page(browser.driver(), gateway.url());
    page.open();
    browser.complaints();
  }

  /** Checks a box on the screen against one of the coffee picture, scaled as the picture is. */
  void assertBox(Rect onScreen, double[] box) {
    Rect picture = page.picture();
    double scaleX = picture.width() / Answers.COFFEE_WIDTH;
    double scaleY = picture.height() / Answers.COFFEE_HEIGHT;
    assertThat(onScreen.x()).isCloseTo(picture.x() + box[0] * scaleX, within(SUB_PIXEL));
    assertThat(onScreen.y()).isCloseTo(picture.y() + box[1] * scaleY, within(SUB_PIXEL));
    assertThat(onScreen.width()).isCloseTo(box[2] * scaleX, within(SUB_PIXEL));
    assertThat(onScreen.height()).isCloseTo(box[3] * scaleY, within(SUB_PIXEL));
  }

  /** Pretends another window size. */
  void resize(int width, int height) {
    browser
        .driver()
        .executeCdpCommand(
            "Emulation.setDeviceMetricsOverride",
            Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void resizeBack() {
    browser.driver().executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }
}
