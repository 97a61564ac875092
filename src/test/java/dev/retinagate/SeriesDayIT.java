package dev.retinagate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.retinagate.support.JarNode;
import dev.retinagate.support.JarRun;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of a camera, in half a minute: {@code upload --every} asks it again and again, {@code
 * --series} writes what it counts, {@code plot} draws that. The counts are those that {@code
 * detect} makes of the same pictures.
 *
 * <p>Leaves the plot in {@code target/day.svg}, with the times of a whole day; src/docs/day.svg is
 * a copy.
 */
@Tag("side-by-side")
class SeriesDayIT {

  /** Five minutes each. */
  private static final int PICTURES = 288;

  private static final List<String> LABELS = List.of("person", "cat");
  private static final Instant MIDNIGHT = Instant.parse("2026-06-21T00:00:00Z");

  @TempDir private Path folder;
  private final AtomicInteger asked = new AtomicInteger();

  /** Persons beside each other, and a cat or none. */
  private record Scene(int persons, boolean cat) {

    String file() {
      return persons + (cat ? "cat" : "") + ".jpg";
    }
  }

  /** Nobody at night, few in the morning, most at noon; a cat comes by twice. */
  private static Scene at(int picture) {
    double hour = 24.0 * picture / PICTURES;
    int persons = (int) Math.round(Math.max(0, 3 * Math.sin((hour - 6) / 12 * Math.PI)));
    boolean cat = (hour >= 4 && hour < 4.5) || (hour >= 22 && hour < 23);
    return new Scene(persons, cat);
  }

  @Test
  @Timeout(300)
  void theCountsOfADayAreThoseOfDetectAndCanBePlotted() throws Exception {
    List<Scene> scenes =
        Stream.iterate(0, i -> i + 1).limit(PICTURES).map(SeriesDayIT::at).toList();
    List<Scene> kinds = scenes.stream().distinct().toList();
    for (Scene kind : kinds) {
      Files.write(folder.resolve(kind.file()), jpeg(kind));
    }
    List<List<Integer>> reference = reference(kinds);
    assertThat(reference.stream().map(counts -> counts.get(0)).distinct()).hasSizeGreaterThan(2);
    assertThat(reference.stream().map(counts -> counts.get(1)).distinct()).hasSizeGreaterThan(1);

    Path series = folder.resolve("counts.csv");
    HttpServer camera = camera(scenes);
    try (JarNode node = new JarNode()) {
      String address = "http://127.0.0.1:%d/still.jpg".formatted(camera.getAddress().getPort());
      JarRun run =
          new JarRun.Builder(
                  "upload",
                  address,
                  "--url",
                  node.uri("/").toString(),
                  "--every",
                  "100ms",
                  "--count",
                  String.join(",", LABELS),
                  "--forbid",
                  "cat",
                  "--series",
                  series.toString())
              .stopWhen(() -> asked.get() > PICTURES)
              .run();
      assertThat(run.status()).as(run.err()).isEqualTo(2);
    } finally {
      camera.stop(0);
    }

    List<String[]> rows =
        Files.readAllLines(series).stream().skip(1).map(line -> line.split(",")).toList();
    List<List<Integer>> counted = new ArrayList<>();
    List<Boolean> alerts = new ArrayList<>();
    for (int i = 0; i < rows.size(); i += LABELS.size()) {
      List<String[]> picture = rows.subList(i, i + LABELS.size());
      assertThat(picture).extracting(row -> row[2]).containsExactlyElementsOf(LABELS);
      counted.add(picture.stream().map(row -> Integer.parseInt(row[4])).toList());
      alerts.add(Boolean.parseBoolean(picture.get(0)[5]));
    }
    List<List<Integer>> expected =
        scenes.stream().map(scene -> reference.get(kinds.indexOf(scene))).toList();
    assertThat(counted).isEqualTo(expected);
    assertThat(alerts).isEqualTo(expected.stream().map(counts -> counts.get(1) > 0).toList());

    plot(rows);
  }

  /** Draws the series as if its pictures had been five minutes apart. */
  private void plot(List<String[]> rows) throws Exception {
    Path stretched = folder.resolve("day.csv");
    List<String> lines = new ArrayList<>();
    lines.add("time,source,label,zone,count,alert");
    Duration apart = Duration.ofDays(1).dividedBy(PICTURES);
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i)[0] = MIDNIGHT.plus(apart.multipliedBy(i / LABELS.size())).toString();
      lines.add(String.join(",", rows.get(i)));
    }
    Files.write(stretched, lines);
    Path svg = Path.of("target", "day.svg");
    JarRun run =
        new JarRun.Builder(
                "plot",
                stretched.toString(),
                "-o",
                svg.toAbsolutePath().toString(),
                "--time-zone",
                "UTC")
            .run();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.readString(svg)).contains("person", "cat");
  }

  /** What {@code detect} counts in each kind of picture, in the order of the labels. */
  private List<List<Integer>> reference(List<Scene> kinds) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("detect", "--count", String.join(",", LABELS)));
    kinds.forEach(kind -> arguments.add(folder.resolve(kind.file()).toString()));
    JarRun run = new JarRun.Builder(arguments.toArray(String[]::new)).run();
    assertThat(run.status()).as(run.err()).isZero();
    return run.lines()
        .map(line -> new JsonObject(line).getJsonObject("assessment").getJsonArray("counts"))
        .map(SeriesDayIT::counts)
        .toList();
  }

  private static List<Integer> counts(JsonArray all) {
    return LABELS.stream()
        .map(
            label ->
                all.stream()
                    .map(JsonObject.class::cast)
                    .filter(one -> label.equals(one.getString("label")))
                    .findAny()
                    .orElseThrow()
                    .getInteger("count"))
        .toList();
  }

  /** Gives each picture once, and behind the last one the sign that the day is over. */
  private HttpServer camera(List<Scene> scenes) throws IOException {
    HttpServer camera =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    camera.createContext(
        "/still.jpg",
        exchange -> {
          int picture = asked.getAndIncrement();
          byte[] bytes =
              picture < PICTURES
                  ? Files.readAllBytes(folder.resolve(scenes.get(picture).file()))
                  : new byte[0];
          exchange.sendResponseHeaders(
              picture < PICTURES ? 200 : 404, picture < PICTURES ? bytes.length : -1);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    camera.start();
    return camera;
  }

  private static byte[] jpeg(Scene scene) throws IOException {
    BufferedImage person = ImageIO.read(new ByteArrayInputStream(JarNode.picture("astronaut.jpg")));
    BufferedImage cat = ImageIO.read(new ByteArrayInputStream(JarNode.picture("chelsea.jpg")));
    BufferedImage whole =
        new BufferedImage(
            3 * person.getWidth(), 2 * person.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = whole.createGraphics();
    for (int i = 0; i < scene.persons(); i++) {
      graphics.drawImage(person, i * person.getWidth(), 0, null);
    }
    if (scene.cat()) {
      graphics.drawImage(cat, 0, person.getHeight(), 2 * cat.getWidth(), 2 * cat.getHeight(), null);
    }
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(whole, "jpg", out);
    return out.toByteArray();
  }
}
