package dev.retinagate.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.web.StubGateway.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** What the page shows, taken along: filtered by label and threshold, as text and as files. */
class WebPageExportIT extends PageScenario {

  @AfterEach
  void forgetDownloads() throws IOException {
    try (var files = Files.list(browser.downloads())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void theAnswerIsWhatTheSliderAndTheLabelsShow() {
    gateway.willAnswer(Answers.coffee());
    page.look(Answers.COFFEE);
    assertThat(answer()).hasSize(2);

    page.slide(Keys.HOME);
    assertThat(answer()).hasSize(4);

    chip("cup").click();
    assertThat(page.textOf("summary")).isEqualTo("2 objects");
    assertThat(page.boxes()).hasSize(2);
    assertThat(page.rows()).hasSize(2);
    assertThat(answer())
        .extracting(one -> ((JsonObject) one).getString("label"))
        .containsExactly("spoon", "bowl");
    assertThat(chip("cup").getDomAttribute("aria-pressed")).isEqualTo("false");
    show("curl");
    assertThat(page.textOf("answer")).contains("threshold=0.05&labels=spoon%2Cbowl'");
    show("python");
    assertThat(page.textOf("answer")).contains("threshold=0.05&labels=spoon%2Cbowl\"");

    show("pretty");
    chip("cup").click();
    assertThat(answer()).hasSize(4);
    assertThat(gateway.calls()).as("all in the browser").hasSize(1);
  }

  @Test
  void theDrawingHasTheLabelsThatAreShown() {
    gateway.willAnswer(
        Answers.coffee(),
        new Reply(200, Map.of("Content-Type", "image/jpeg"), Buffer.buffer("drawn")));
    page.look(Answers.COFFEE);
    chip("cup").click();

    page.byId("download").click();
    page.await(() -> gateway.calls().size() == 2);

    assertThat(gateway.calls().get(1).query()).containsEntry("labels", "spoon,bowl");
    page.await(() -> Files.exists(browser.downloads().resolve("coffee-detections.jpg")));
  }

  @Test
  void aLabelThatIsSwitchedOffStaysSoInTheNextPicture() {
    gateway.willAnswer(Answers.coffee(), Answers.coffee());
    page.look(Answers.COFFEE);
    chip("cup").click();

    page.look(Answers.ASTRONAUT);

    page.awaitText("1 object", () -> page.textOf("summary"));
    chip("spoon").click();
    assertThat(page.textOf("summary")).isEqualTo("Nothing of the labels shown");
  }

  @Test
  void exportsAllPicturesAsJson() throws IOException {
    twoPictures();

    JsonArray all = new JsonArray(Buffer.buffer(export("json", "detections.json")));

    assertThat(all).hasSize(2);
    assertThat(all.getJsonObject(0).getString("name")).isEqualTo("coffee.jpg");
    assertThat(all.getJsonObject(0).getString("model")).isEqualTo("nanodet-g");
    assertThat(all.getJsonObject(0).getJsonArray("detections")).hasSize(2);
    assertThat(all.getJsonObject(1).getString("name")).isEqualTo("astronaut.jpg");
    assertThat(all.getJsonObject(1).getJsonArray("detections")).isEmpty();
  }

  @Test
  void theJsonNamesThePicturesThatFailedWithTheirProblems() throws IOException {
    gateway.willAnswer(Reply.problem(422, "too-small", "10 pixels.", Map.of()), Answers.coffee());
    page.choose(Answers.ASTRONAUT, Answers.COFFEE);
    page.awaitText("1 of 2 pictures answered · 1 failed", () -> page.textOf("gallery-state"));
    browser.driver().findElements(By.className("thumb")).get(1).click();
    page.awaitAnswer();

    JsonArray all = new JsonArray(Buffer.buffer(export("json", "detections.json")));

    assertThat(all).hasSize(2);
    JsonObject failed = all.getJsonObject(0);
    assertThat(failed.getString("name")).isEqualTo("astronaut.jpg");
    assertThat(failed.getJsonObject("problem"))
        .isEqualTo(
            new JsonObject()
                .put("type", "urn:retinagate:problem:too-small")
                .put("status", 422)
                .put("title", "The picture is too small")
                .put("detail", "10 pixels."));
    assertThat(all.getJsonObject(1).getJsonArray("detections")).hasSize(2);
    assertThat(new String(export("csv", "detections.csv"), StandardCharsets.UTF_8))
        .doesNotContain("astronaut");
  }

  @Test
  void exportsAllPicturesAsCsv() throws IOException {
    twoPictures();

    assertThat(new String(export("csv", "detections.csv"), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            name,label,classId,score,x,y,width,height
            coffee.jpg,cup,41,0.842,173,37,292,262
            coffee.jpg,spoon,44,0.613,390.5,209.25,90,80.5
            astronaut.jpg,,,,,,,
            """);
  }

  @Test
  void exportsAllPicturesInTheFormOfCoco() throws IOException {
    twoPictures();

    JsonObject coco = new JsonObject(Buffer.buffer(export("coco", "detections-coco.json")));

    assertThat(coco.getJsonArray("images"))
        .hasSize(2)
        .contains(
            new JsonObject("{\"id\":1,\"file_name\":\"coffee.jpg\",\"width\":600,\"height\":400}"));
    assertThat(coco.getJsonArray("annotations")).hasSize(2);
    assertThat(coco.getJsonArray("annotations").getJsonObject(1))
        .isEqualTo(
            new JsonObject(
                "{\"id\":2,\"image_id\":1,\"category_id\":45,\"bbox\":[390.5,209.25,90,80.5],"
                    + "\"area\":7245,\"iscrowd\":0,\"score\":0.613}"));
    assertThat(coco.getJsonArray("categories"))
        .containsExactly(
            new JsonObject("{\"id\":42,\"name\":\"cup\"}"),
            new JsonObject("{\"id\":45,\"name\":\"spoon\"}"));
  }

  @Test
  void exportsAllPicturesInTheFormOfYolo() throws IOException {
    twoPictures();

    Map<String, String> files = unzip(export("yolo", "detections-yolo.zip"));

    assertThat(files)
        .containsOnlyKeys("labels/coffee.txt", "labels/astronaut.txt", "data.yaml")
        .containsEntry("labels/astronaut.txt", "")
        .containsEntry(
            "labels/coffee.txt",
            "41 0.531667 0.420000 0.486667 0.655000\n44 0.725833 0.623750 0.150000 0.201250\n")
        .containsEntry("data.yaml", "names:\n  41: \"cup\"\n  44: \"spoon\"\n");
  }

  @Test
  void exportsAPictureThatWasSentSmallerInItsOwnPixels() throws IOException {
    BufferedImage wide = new BufferedImage(5120, 40, BufferedImage.TYPE_INT_RGB);
    Path picture = browser.downloads().resolve("wide.png");
    ImageIO.write(wide, "png", picture.toFile());
    gateway.willAnswer(
        Reply.problem(422, "too-many-pixels", "Too many.", Map.of()), Answers.coffee());

    page.look(picture);

    BufferedImage sent =
        ImageIO.read(new ByteArrayInputStream(gateway.calls().get(1).body().getBytes()));
    assertThat(sent.getWidth()).isEqualTo(2560);
    assertThat(new String(export("csv", "detections.csv"), StandardCharsets.UTF_8))
        .contains("\nwide.png,cup,41,0.842,346,74,584,524\n");
  }

  private void twoPictures() {
    gateway.willAnswer(Answers.coffee(), Answers.nothing());
    page.choose(Answers.COFFEE, Answers.ASTRONAUT);
    page.awaitText("2 of 2 pictures answered", () -> page.textOf("gallery-state"));
    assertThat(page.textOf("export")).isEqualTo("Export 2 pictures");
  }

  /** What the browser saves of all that is shown. */
  private byte[] export(String format, String file) throws IOException {
    new Select(page.byId("export-format")).selectByValue(format);
    page.byId("export").click();
    Path saved = browser.downloads().resolve(file);
    page.await(() -> Files.exists(saved));
    return Files.readAllBytes(saved);
  }

  private static Map<String, String> unzip(byte[] archive) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private JsonArray answer() {
    return new JsonObject(page.textOf("answer")).getJsonArray("detections");
  }

  private WebElement chip(String label) {
    return browser.driver().findElement(By.cssSelector("#counts [data-label='" + label + "']"));
  }

  private void show(String format) {
    browser.driver().findElement(By.cssSelector("[data-format=" + format + "]")).click();
  }
}
