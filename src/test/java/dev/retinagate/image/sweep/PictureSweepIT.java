package dev.retinagate.image.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retinagate.image.PictureAnnotator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.junit.jupiter.api.Test;

/**
 * No picture costs a worker more than three times the time and twice the memory of an ordinary
 * baseline JPEG of 50 megapixels.
 *
 * <p>Looks at a tenth of the pictures; at all of them with {@code -Dsweep=all}, at those whose name
 * contains TEXT with {@code -Dsweep=TEXT}.
 */
class PictureSweepIT {

  private static final double MAX_TIME = 3;
  private static final double MAX_MEMORY = 2;

  /** Memory of the process that moves without the decoder, as the collector's. */
  private static final long NOISE_BYTES = 8 << 20;

  private static final int TRIES = 3;
  private static final int TENTH = 10;
  private static final int WIDTH = 8160;
  private static final int HEIGHT = 6120;

  /** The worst of a format. */
  private static final class Worst {
    private int pictures;
    private int decoded;
    private double time;
    private String slowest;
    private double memory;
    private String largest;

    void add(String name, Cost cost, double relativeTime, double relativeMemory) {
      pictures++;
      decoded += cost.isDecoded() ? 1 : 0;
      if (relativeTime > time) {
        time = relativeTime;
        slowest = name + " (" + cost.answer() + ")";
      }
      if (relativeMemory > memory) {
        memory = relativeMemory;
        largest = name + " (" + cost.answer() + ")";
      }
    }
  }

  @Test
  void noPictureCostsMuchMoreThanAnOrdinaryLargeOne() throws IOException {
    assumeTrue(Cost.canBeMeasured(), "the peak of memory can be measured on Linux only");
    PictureAnnotator.loadLibrary();
    Cost ordinary = ordinary();
    System.out.printf("ordinary: %.0f ms, %.0f MB%n", ordinary.millis(), ordinary.bytes() / 1e6);
    Map<String, Worst> worst = new LinkedHashMap<>();
    List<String> tooExpensive = new ArrayList<>();
    for (SweepPicture picture : chosen()) {
      Cost cost = cost(picture.bytes().get(), ordinary);
      double time = cost.millis() / ordinary.millis();
      double memory = (double) cost.bytes() / ordinary.bytes();
      String name = picture.format() + ", " + picture.name();
      if (Boolean.getBoolean("sweep.verbose")) {
        System.out.printf("%5.2f %5.2f  %s: %s%n", time, memory, name, cost.answer());
      }
      worst.computeIfAbsent(picture.format(), any -> new Worst()).add(name, cost, time, memory);
      if (isOver(cost, ordinary)) {
        tooExpensive.add("%s: %.2f of the time, %.2f of the memory".formatted(name, time, memory));
      }
    }
    print(worst);
    assertThat(tooExpensive).isEmpty();
  }

  private static List<SweepPicture> chosen() {
    List<SweepPicture> all = new ArrayList<>();
    all.addAll(JpegPictures.all());
    all.addAll(PngPictures.all());
    all.addAll(WebpPictures.all());
    all.addAll(BmpPictures.all());
    assertThat(all).hasSizeGreaterThanOrEqualTo(400);
    String wanted = System.getProperty("sweep", "");
    if (wanted.equals("all")) {
      return all;
    }
    List<SweepPicture> chosen = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      SweepPicture picture = all.get(i);
      boolean named = (picture.format() + ", " + picture.name()).contains(wanted);
      if (wanted.isEmpty() ? i % TENTH == 0 : named) {
        chosen.add(picture);
      }
    }
    return chosen;
  }

  /** The least of some tries where the first one is over a bound. */
  private static Cost cost(byte[] bytes, Cost ordinary) {
    Cost cost = Cost.of(bytes);
    for (int i = 1; i < TRIES && isOver(cost, ordinary); i++) {
      cost = cost.least(Cost.of(bytes));
    }
    return cost;
  }

  private static boolean isOver(Cost cost, Cost ordinary) {
    return cost.millis() > MAX_TIME * ordinary.millis()
        || cost.bytes() > MAX_MEMORY * ordinary.bytes() + NOISE_BYTES;
  }

  /** Photographs side by side, 4:2:0, quality 90. */
  private static Cost ordinary() {
    byte[] bytes;
    String photograph = Path.of("src", "test", "resources", "pictures", "astronaut.jpg").toString();
    try (Mat tile = opencv_imgcodecs.imread(photograph);
        Mat tiled = opencv_core.repeat(tile, HEIGHT / tile.rows() + 1, WIDTH / tile.cols() + 1);
        Rect whole = new Rect(0, 0, WIDTH, HEIGHT);
        Mat pixels = new Mat(tiled, whole);
        BytePointer out = new BytePointer()) {
      opencv_imgcodecs.imencode(".jpg", pixels, out);
      bytes = new byte[Math.toIntExact(out.limit())];
      out.get(bytes);
    }
    Cost cost = Cost.of(bytes);
    for (int i = 1; i < TRIES; i++) {
      cost = cost.least(Cost.of(bytes));
    }
    assertThat(cost.answer()).isEqualTo(WIDTH + "x" + HEIGHT);
    return cost;
  }

  private static void print(Map<String, Worst> worst) {
    System.out.println("| format | files | decoded | worst time | of | worst memory | of |");
    System.out.println("|---|---|---|---|---|---|---|");
    worst.forEach(
        (format, w) ->
            System.out.printf(
                "| %s | %d | %d | %.2f | %s | %.2f | %s |%n",
                format, w.pictures, w.decoded, w.time, w.slowest, w.memory, w.largest));
  }
}
