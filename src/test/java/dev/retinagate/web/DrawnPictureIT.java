package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.image.DrawnTexts;
import dev.retinagate.support.JarNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;

/**
 * The picture that the API draws and the page's own overlay, for ten pictures: the same colours by
 * class, and the same words. Leaves them side by side in {@code target/drawn}, to be looked at.
 */
class DrawnPictureIT {

  private static final List<String> SAMPLES = List.of("astronaut.jpg", "chelsea.jpg", "coffee.jpg");

  /** Far less than a plate without its letters, far more than a photo has of one exact colour. */
  private static final int MIN_PLATE_PIXELS = 150;

  private static final Path SIDE_BY_SIDE = Path.of("target", "drawn");

  @RegisterExtension private static final Browser browser = new Browser();

  private static JarNode node;

  @TempDir private Path folder;

  @AfterAll
  static void stop() throws Exception {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void thePageAndTheApiDrawTheSame() throws Exception {
    node = new JarNode();
    Page page = new Page(browser.driver(), node.uri("/").toString());
    page.open();
    Files.createDirectories(SIDE_BY_SIDE);
    int detections = 0;
    for (Path picture : pictures()) {
      byte[] bytes = Files.readAllBytes(picture);
      JsonObject answer = new JsonObject(Buffer.buffer(node.post("/detect", bytes).body()));
      BufferedImage drawn =
          ImageIO.read(
              new ByteArrayInputStream(node.post("/detect", bytes, "Accept", "image/png").body()));
      page.look(picture);

      List<String> texts = texts(page);
      assertThat(texts).as(picture.toString()).isEqualTo(DrawnTexts.of(answer));
      assertColours(answer, colours(page), drawn);
      detections += texts.size();
      saveBesideEachOther(picture, drawn);
    }
    assertThat(detections).isGreaterThan(20);
  }

  /** The words of all shown labels, those included that show only when pointed out. */
  @SuppressWarnings("unchecked")
  private static List<String> texts(Page page) {
    return (List<String>)
        page.run(
            "return [...document.querySelectorAll('.box-label:not(.is-out) text')].map((t) => t.textContent)");
  }

  /** The colour of each label, as the browser computes it: {@code rgb(r, g, b)}. */
  @SuppressWarnings("unchecked")
  private static Map<String, String> colours(Page page) {
    return new HashMap<>(
        (Map<String, String>)
            page.run(
                "return Object.fromEntries([...document.querySelectorAll('.box-label:not(.is-out)')].map((tag) => ["
                    + "tag.querySelector('text').textContent.replace(/ [0-9.]+$/, ''),"
                    + "getComputedStyle(tag.querySelector('rect')).fill]))"));
  }

  /**
   * The plate of each label is filled with the colour of its class, and the box of the best one is
   * drawn in it; other boxes may lie below those of better ones.
   */
  private static void assertColours(
      JsonObject answer, Map<String, String> colours, BufferedImage drawn) {
    Map<String, Integer> pixels = new HashMap<>();
    for (int y = 0; y < drawn.getHeight(); y++) {
      for (int x = 0; x < drawn.getWidth(); x++) {
        pixels.merge(colour(drawn, x, y), 1, Integer::sum);
      }
    }
    for (Object one : answer.getJsonArray("detections")) {
      String label = ((JsonObject) one).getString("label");
      assertThat(pixels.getOrDefault(colours.get(label), 0))
          .as("pixels of %s, %s", label, colours.get(label))
          .isGreaterThan(MIN_PLATE_PIXELS);
    }
    JsonObject best = answer.getJsonArray("detections").getJsonObject(0);
    JsonObject box = best.getJsonObject("box");
    double scale = (double) drawn.getWidth() / answer.getJsonObject("image").getInteger("width");
    int right = (int) Math.round((box.getDouble("x") + box.getDouble("width")) * scale) - 1;
    int middle = (int) Math.round((box.getDouble("y") + box.getDouble("height") / 2) * scale);
    assertThat(IntStream.rangeClosed(-2, 2).mapToObj(d -> colour(drawn, right + d, middle)))
        .contains(colours.get(best.getString("label")));
  }

  /** As a browser writes it; of a pixel outside of the picture, that of the nearest one. */
  private static String colour(BufferedImage picture, int x, int y) {
    int rgb =
        picture.getRGB(
            Math.max(0, Math.min(x, picture.getWidth() - 1)),
            Math.max(0, Math.min(y, picture.getHeight() - 1)));
    return "rgb(%d, %d, %d)".formatted(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
  }

  /** The samples, and pairs of them beside and over each other. */
  private List<Path> pictures() throws Exception {
    List<BufferedImage> samples = new ArrayList<>();
    for (String sample : SAMPLES) {
      samples.add(ImageIO.read(new ByteArrayInputStream(JarNode.picture(sample))));
    }
    List<Path> pictures = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      pictures.add(write(samples.get(i), "sample-" + i));
      for (int j = 0; j < samples.size(); j++) {
        if (i != j) {
          pictures.add(write(pair(samples.get(i), samples.get(j), i < j), "pair-" + i + "-" + j));
        }
      }
    }
    pictures.add(write(pair(samples.get(0), samples.get(0), true), "twins"));
    assertThat(pictures).hasSize(10);
    return pictures;
  }

  private static BufferedImage pair(BufferedImage one, BufferedImage other, boolean beside) {
    int width =
        beside ? one.getWidth() + other.getWidth() : Math.max(one.getWidth(), other.getWidth());
    int height =
        beside ? Math.max(one.getHeight(), other.getHeight()) : one.getHeight() + other.getHeight();
    BufferedImage both = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = both.createGraphics();
    graphics.drawImage(one, 0, 0, null);
    graphics.drawImage(other, beside ? one.getWidth() : 0, beside ? 0 : one.getHeight(), null);
    graphics.dispose();
    return both;
  }

  private Path write(BufferedImage picture, String name) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpg", out);
    return Files.write(folder.resolve(name + ".jpg"), out.toByteArray());
  }

  private static void saveBesideEachOther(Path picture, BufferedImage drawn) throws Exception {
    BufferedImage seen =
        ImageIO.read(
            new ByteArrayInputStream(
                browser.driver().findElement(By.id("canvas")).getScreenshotAs(OutputType.BYTES)));
    BufferedImage both = pair(drawn, seen, true);
    String name = picture.getFileName().toString().replace(".jpg", ".png");
    ImageIO.write(both, "png", new File(SIDE_BY_SIDE.toFile(), name));
  }
}
