package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.web.Page.Rect;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.OutputType;

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
    // A camera of the page before would send one more picture.
    browser.driver().get("about:blank");
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
    browser.resize(width, height);
  }

  void resizeBack() {
    browser.resizeBack();
  }

  /** The picture with its boxes, as it looks. */
  BufferedImage screenshot() throws IOException {
    byte[] png = page.byId("canvas").getScreenshotAs(OutputType.BYTES);
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /** Mean difference of the green levels, 0..255. */
  static double meanDifference(BufferedImage a, BufferedImage b) {
    assertThat(a.getWidth()).isEqualTo(b.getWidth());
    assertThat(a.getHeight()).isEqualTo(b.getHeight());
    long sum = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        sum += Math.abs((a.getRGB(x, y) >> 8 & 0xff) - (b.getRGB(x, y) >> 8 & 0xff));
      }
    }
    return (double) sum / a.getWidth() / a.getHeight();
  }
}
