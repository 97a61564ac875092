package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retinagate.support.JarNode;
import dev.retinagate.web.Page.Rect;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The page in a browser, in front of the packaged jar with the built-in model. */
class GatewayPageIT {

  private static final Path PICTURES = Path.of("src", "test", "resources", "pictures");

  /**
   * How far a box may be from its place on the screen, in CSS pixels; answers have two decimals.
   */
  private static final double SUB_PIXEL = 0.5;

  private static final Pattern LIMIT = Pattern.compile("data-limit=\"(\\w+)\">([^<]+)<");

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
    page.open();
  }

  @AfterAll
  static void stop() throws Exception {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void drawsTheBoxesWhereTheGatewaySaysTheyAre() throws Exception {
    JsonObject answer =
        new JsonObject(
            Buffer.buffer(node.post("/detect", JarNode.picture("astronaut.jpg")).body()));
    JsonObject box = answer.getJsonArray("detections").getJsonObject(0).getJsonObject("box");

    page.look(PICTURES.resolve("astronaut.jpg"));

    Rect picture = page.picture();
    double scale = picture.width() / answer.getJsonObject("image").getDouble("width");
    Rect drawn = page.boxes().get(0);
    assertThat(drawn.x()).isCloseTo(picture.x() + box.getDouble("x") * scale, within(SUB_PIXEL));
    assertThat(drawn.y()).isCloseTo(picture.y() + box.getDouble("y") * scale, within(SUB_PIXEL));
    assertThat(drawn.width()).isCloseTo(box.getDouble("width") * scale, within(SUB_PIXEL));
    assertThat(drawn.height()).isCloseTo(box.getDouble("height") * scale, within(SUB_PIXEL));
    assertThat(page.rows().get(0).getText()).contains("person");
  }

  @Test
  void startsTheSliderAtTheModelsThresholdAndFiltersWithoutAnotherUpload() {
    page.look(PICTURES.resolve("coffee.jpg"));
    int uploads = uploads();
    assertThat(page.threshold()).isEqualTo("0.30");
    int shown = page.rows().size();

    page.slide(Keys.HOME);
    assertThat(page.threshold()).isEqualTo("0.05");
    assertThat(page.rows().size()).isGreaterThan(shown);

    page.slide(Keys.END);
    assertThat(page.rows()).isEmpty();
    assertThat(uploads()).isEqualTo(uploads);
  }

  @Test
  void theGatewayUnderstandsTheRulesAndZonesOfThePage() {
    browser.driver().get("about:blank");
    browser
        .driver()
        .get(
            node.uri("/")
                + "#forbid=person/left%20half&expect=cat:2@0.2&count=tie"
                + "&zone=left%20half:0,0,0.5,0,0.5,1,0,1");
    page.await(() -> page.byId("rules").isDisplayed());

    page.look(PICTURES.resolve("astronaut.jpg"));

    assertThat(page.textOf("assessment"))
        .matches(
            "Alert: 1 intruder, 1 missing\nperson 0\\.\\d\\d in left half\ncat: 0 of 2\n\\d × tie");
  }

  @Test
  void saysInWordsThatAFileIsNoPicture() {
    page.choose(Path.of("README.md"));

    assertThat(page.awaitNotice()).contains("JPEG");
  }

  @Test
  void theReferenceHasTheDefaultsEvenWithoutJavaScript() throws Exception {
    String docs =
        new String(
            node.send(HttpRequest.newBuilder(node.uri("/docs")).build()).body(),
            StandardCharsets.UTF_8);
    Map<String, String> written = new HashMap<>();
    LIMIT.matcher(docs).results().forEach(limit -> written.put(limit.group(1), limit.group(2)));

    Object shown =
        page.run(
            "const words = await import('/assets/js/words.js');"
                + "const { limits } = await (await fetch('/models')).json();"
                + "return Object.fromEntries("
                + "Object.entries(limits).map(([name, value]) => [name, words.limit(name, value)]))");

    assertThat(written).isNotEmpty().isEqualTo(shown);
  }

  @Test
  void complainsOfNothing() {
    browser.complaints();
    page.look(PICTURES.resolve("chelsea.jpg"));

    assertThat(browser.complaints()).isEmpty();
  }

  private static int uploads() {
    return node.log().split("POST /detect", -1).length;
  }
}
