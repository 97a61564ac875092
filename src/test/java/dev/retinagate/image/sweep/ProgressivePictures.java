package dev.retinagate.image.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Progressive JPEGs: few scans and thousands, refinements, dense and empty data. */
final class ProgressivePictures {

  private final List<SweepPicture> pictures = new ArrayList<>();
  private final String size;

  private ProgressivePictures(int w, int h) {
    size = " " + w + "x" + h;
  }

  static List<SweepPicture> of(int w, int h) {
    ProgressivePictures all = new ProgressivePictures(w, h);
    all.addAll(w, h);
    return all.pictures;
  }

  private void add(String name, Supplier<byte[]> bytes) {
    pictures.add(new SweepPicture("JPEG", name + size, bytes));
  }

  private void addAll(int w, int h) {
    for (int scans : new int[] {1, 8, 30, 100, 500, 9_000}) {
      add("empty AC scans " + scans, () -> emptyScans(w, h, Jpeg.grey(), scans));
    }
    for (int scans : new int[] {1, 4, 12, 60}) {
      add("empty AC scans of colour " + scans, () -> emptyScans(w, h, Jpeg.colour420(), scans));
      add(
          "empty AC scans of full colour " + scans,
          () -> emptyScans(w, h, Jpeg.colour444(), scans));
    }
    for (int depth : new int[] {1, 3, 8, 13}) {
      add("refined empty " + depth, () -> refined(w, h, depth, false));
      add("refined dense " + depth, () -> refined(w, h, depth, true));
      add("refined DC " + depth, () -> refinedDc(w, h, depth));
    }
    add("a scan for each coefficient", () -> spectral(w, h, 1));
    add("a scan for each coefficient and bit", () -> spectral(w, h, 4));
    add("scans without data", () -> withoutData(w, h));
    add("dense AC scan", () -> denseScan(w, h));
    add("ten scans", () -> tenScans(w, h));
  }

  private static Jpeg begin(int w, int h, int[][] sampling, int low) {
    int[] components = IntStream.range(0, sampling.length).toArray();
    return new Jpeg(w, h, sampling)
        .divisors()
        .frame(Jpeg.PROGRESSIVE)
        .table(true, 0)
        .scan(0, 0, 0, low, components)
        .data(jpeg -> jpeg.bits(0, 1), components);
  }

  static byte[] emptyScans(int w, int h, int[][] sampling, int scans) {
    Jpeg jpeg = begin(w, h, sampling, 0).table(false, Jpeg.EOB_RUN);
    for (int i = 0; i < scans; i++) {
      for (int component = 0; component < sampling.length; component++) {
        jpeg.scan(1, 63, 0, 0, component).emptyBlocks(component);
      }
    }
    return jpeg.end();
  }

  private static byte[] refined(int w, int h, int depth, boolean dense) {
    Jpeg jpeg = begin(w, h, Jpeg.grey(), 0);
    // Few coefficients, so that the file stays within the body's limit.
    int coefficients = dense ? 4 : 0;
    if (dense) {
      jpeg.table(false, Jpeg.ONE, Jpeg.EOB).scan(1, 63, 0, depth, 0);
      jpeg.data(
          block -> {
            for (int k = 0; k < coefficients; k++) {
              block.bits(0b01, 2);
            }
            block.bits(0b10, 2);
          },
          0);
      jpeg.table(false, Jpeg.EOB_RUN);
    } else {
      jpeg.table(false, Jpeg.EOB_RUN).scan(1, 63, 0, depth, 0);
      jpeg.emptyBlocks(0);
    }
    for (int low = depth - 1; low >= 0; low--) {
      jpeg.scan(1, 63, low + 1, low, 0).corrections(0, coefficients);
    }
    return jpeg.end();
  }

  private static byte[] refinedDc(int w, int h, int depth) {
    Jpeg jpeg = begin(w, h, Jpeg.colour420(), depth);
    for (int low = depth - 1; low >= 0; low--) {
      jpeg.scan(0, 0, low + 1, low, 0, 1, 2).data(block -> block.bits(0, 1), 0, 1, 2);
    }
    jpeg.table(false, Jpeg.EOB_RUN);
    for (int component = 0; component < 3; component++) {
      jpeg.scan(1, 63, 0, 0, component).emptyBlocks(component);
    }
    return jpeg.end();
  }

  private static byte[] spectral(int w, int h, int depth) {
    Jpeg jpeg = begin(w, h, Jpeg.grey(), 0).table(false, Jpeg.EOB_RUN);
    for (int k = 1; k < 64; k++) {
      jpeg.scan(k, k, 0, depth - 1, 0).emptyBlocks(0);
      for (int low = depth - 2; low >= 0; low--) {
        jpeg.scan(k, k, low + 1, low, 0).emptyBlocks(0);
      }
    }
    return jpeg.end();
  }

  private static byte[] withoutData(int w, int h) {
    Jpeg jpeg = begin(w, h, Jpeg.grey(), 0).table(false, Jpeg.EOB_RUN);
    for (int i = 0; i < 9_000; i++) {
      jpeg.scan(1, 63, 0, 0, 0);
    }
    return jpeg.end();
  }

  private static byte[] denseScan(int w, int h) {
    return begin(w, h, Jpeg.grey(), 0)
        .table(false, Jpeg.ONE, Jpeg.EOB)
        .scan(1, 63, 0, 0, 0)
        .data(
            block -> {
              for (int k = 1; k < 64; k++) {
                block.bits(k & 1, 2);
              }
            },
            0)
        .end();
  }

  /** The script that libjpeg's encoder takes by default. */
  private static byte[] tenScans(int w, int h) {
    Jpeg jpeg = begin(w, h, Jpeg.colour420(), 1).table(false, Jpeg.EOB_RUN);
    jpeg.scan(1, 5, 0, 2, 0).emptyBlocks(0);
    jpeg.scan(1, 63, 0, 1, 2).emptyBlocks(2);
    jpeg.scan(1, 63, 0, 1, 1).emptyBlocks(1);
    jpeg.scan(6, 63, 0, 2, 0).emptyBlocks(0);
    jpeg.scan(1, 63, 2, 1, 0).emptyBlocks(0);
    jpeg.scan(0, 0, 1, 0, 0, 1, 2).data(block -> block.bits(0, 1), 0, 1, 2);
    jpeg.scan(1, 63, 1, 0, 2).emptyBlocks(2);
    jpeg.scan(1, 63, 1, 0, 1).emptyBlocks(1);
    return jpeg.scan(1, 63, 1, 0, 0).emptyBlocks(0).end();
  }
}
