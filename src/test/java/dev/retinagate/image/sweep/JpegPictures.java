package dev.retinagate.image.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** JPEGs of every coding and structure, at three sizes. */
final class JpegPictures {

  private static final int[][] SIZES = {{640, 480}, {4000, 3000}, {8160, 6120}};
  private static final int MAX_BODY = 20 << 20;

  private final List<SweepPicture> pictures = new ArrayList<>();
  private int width;
  private int height;

  static List<SweepPicture> all() {
    JpegPictures all = new JpegPictures();
    for (int[] size : SIZES) {
      all.width = size[0];
      all.height = size[1];
      all.sequential();
      all.pictures.addAll(ProgressivePictures.of(size[0], size[1]));
      all.structures();
      all.notDecoded();
    }
    return all.pictures;
  }

  private void add(String name, Supplier<byte[]> bytes) {
    pictures.add(new SweepPicture("JPEG", name + " " + width + "x" + height, bytes));
  }

  private void sequential() {
    int w = width;
    int h = height;
    int[][][] samplings = {
      Jpeg.grey(),
      Jpeg.colour420(),
      Jpeg.colour444(),
      {{2, 1}, {1, 1}, {1, 1}},
      {{1, 2}, {1, 1}, {1, 1}},
      {{4, 1}, {1, 1}, {1, 1}},
      {{1, 1}, {2, 2}, {2, 2}},
      {{1, 1}, {1, 1}, {1, 1}, {1, 1}},
      {{2, 2}, {1, 1}, {1, 1}, {2, 2}},
      {{3, 1}, {1, 1}, {1, 1}},
      {{1, 1}, {1, 2}, {2, 1}},
    };
    for (int[][] sampling : samplings) {
      add("flat " + Arrays.deepToString(sampling), () -> interleaved(w, h, sampling, false, 0));
      if ((long) w * h * sampling.length < 40_000_000L) {
        add("dense " + Arrays.deepToString(sampling), () -> interleaved(w, h, sampling, true, 0));
      }
    }
    add("dense grey", () -> interleaved(w, h, Jpeg.grey(), true, 0));
    add("restart at each MCU", () -> interleaved(w, h, Jpeg.colour420(), false, 1));
    add("restart at every second block", () -> interleaved(w, h, Jpeg.grey(), false, 2));
    for (int repeats : new int[] {1, 4, 20, 400}) {
      add("components apart, " + repeats + " times", () -> apart(w, h, repeats));
    }
  }

  private static byte[] interleaved(int w, int h, int[][] sampling, boolean dense, int restarts) {
    Jpeg jpeg = new Jpeg(w, h, sampling).divisors().frame(Jpeg.BASELINE).table(true, 0);
    if (restarts > 0) {
      jpeg.restarts(restarts);
    }
    int[] components = IntStream.range(0, sampling.length).toArray();
    return jpeg.table(false, dense ? new int[] {Jpeg.ONE, Jpeg.EOB} : new int[] {Jpeg.EOB})
        .scan(0, 63, 0, 0, components)
        .data(dense ? Jpeg::dense : Jpeg::flat, components)
        .end();
  }

  private static byte[] apart(int w, int h, int repeats) {
    Jpeg jpeg =
        new Jpeg(w, h, Jpeg.colour444())
            .divisors()
            .frame(Jpeg.BASELINE)
            .table(true, 0)
            .table(false, Jpeg.EOB);
    for (int i = 0; i < repeats; i++) {
      for (int component = 0; component < 3; component++) {
        jpeg.scan(0, 63, 0, 0, component).data(Jpeg::flat, component);
      }
      if (w > 4000 && i == 19) {
        break;
      }
    }
    return jpeg.end();
  }

  private void structures() {
    int w = width;
    int h = height;
    add("no end marker, zeros behind", () -> flatThen(w, h, new byte[MAX_BODY / 2]));
    add("no end marker, noise behind", () -> flatThen(w, h, noise(MAX_BODY / 2)));
    add("two frames glued", () -> flatThen(w, h, interleaved(w, h, Jpeg.grey(), false, 0)));
    add("many comments", () -> after(w, h, repeated(new byte[] {-1, (byte) 0xfe, 0, 2})));
    add("many APP1", () -> after(w, h, repeated(exif())));
    add("many tables", () -> after(w, h, repeated(tinyTable())));
    add("scans with tables of their own", JpegPictures::scansWithTables);
    add("fill bytes", () -> after(w, h, filled((byte) 0xff)));
    add("stray bytes", () -> after(w, h, filled((byte) 0)));
    add("markers without length", () -> after(w, h, repeated(new byte[] {-1, 1})));
    add("size hidden behind TEM", () -> hiddenSize(w, h));
  }

  private static byte[] flatThen(int w, int h, byte[] behind) {
    return new Jpeg(w, h, Jpeg.grey())
        .divisors()
        .frame(Jpeg.BASELINE)
        .table(true, 0)
        .table(false, Jpeg.EOB)
        .scan(0, 63, 0, 0, 0)
        .data(Jpeg::flat, 0)
        .raw(behind)
        .endWithoutMarker();
  }

  private static byte[] after(int w, int h, byte[] between) {
    return new Jpeg(w, h, Jpeg.grey())
        .raw(between)
        .divisors()
        .frame(Jpeg.BASELINE)
        .table(true, 0)
        .table(false, Jpeg.EOB)
        .scan(0, 63, 0, 0, 0)
        .data(Jpeg::flat, 0)
        .end();
  }

  /** As many as are still read, each of four blocks and with two tables. */
  private static byte[] scansWithTables() {
    Jpeg jpeg = new Jpeg(16, 16, Jpeg.colour444()).divisors().frame(Jpeg.BASELINE);
    for (int i = 0; i < 36_000; i++) {
      int component = i % 3;
      jpeg.table(true, 0)
          .table(false, Jpeg.EOB)
          .scan(0, 63, 0, 0, component)
          .data(Jpeg::flat, component);
    }
    return jpeg.end();
  }

  /** The kit's: libjpeg sees the large frame, a reader that gives TEM a length the small one. */
  private static byte[] hiddenSize(int w, int h) {
    byte[] tem = {-1, 1};
    return new Jpeg(4 * w, 4 * h, Jpeg.colour420())
        .raw(tem)
        .frame(Jpeg.BASELINE)
        .divisors()
        .table(true, 0)
        .table(false, Jpeg.EOB)
        .scan(0, 63, 0, 0, 0, 1, 2)
        .raw(new byte[0xffc2])
        .raw(new Jpeg(16, 16, Jpeg.grey()).frame(Jpeg.BASELINE).end())
        .end();
  }

  private static byte[] repeated(byte[] piece) {
    byte[] all = new byte[MAX_BODY * 3 / 4 / piece.length * piece.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = piece[i % piece.length];
    }
    return all;
  }

  private static byte[] filled(byte value) {
    byte[] all = new byte[MAX_BODY * 3 / 4];
    Arrays.fill(all, value);
    return all;
  }

  static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }

  private static byte[] exif() {
    ByteSink block = new ByteSink().put("Exif\0\0MM\0*").putInt(8).putShort(1);
    block.putShort(0x0112).putShort(3).putInt(1).putShort(6).putShort(0).putInt(0);
    byte[] content = block.toBytes();
    return new ByteSink().putShort(0xffe1).putShort(content.length + 2).put(content).toBytes();
  }

  private static byte[] tinyTable() {
    ByteSink table = new ByteSink().putShort(0xffc4).putShort(20).put(3).put(1);
    return table.put(new byte[15]).put(0).toBytes();
  }

  private void notDecoded() {
    int w = width;
    int h = height;
    int[] markers = {0xc1, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf, 0xde};
    for (int marker : markers) {
      add("frame " + Integer.toHexString(marker), () -> framed(w, h, marker, 8, Jpeg.grey()));
    }
    add("12 bits", () -> framed(w, h, 0xc1, 12, Jpeg.grey()));
    add("16 bits", () -> framed(w, h, 0xc3, 16, Jpeg.grey()));
    for (int components : new int[] {2, 5, 10, 255}) {
      int[][] sampling = new int[components][];
      Arrays.fill(sampling, new int[] {1, 1});
      add(components + " components", () -> framed(w, h, Jpeg.BASELINE, 8, sampling));
    }
    add("height behind the data", () -> framed(w, 0, Jpeg.BASELINE, 8, Jpeg.grey()));
  }

  private static byte[] framed(int w, int h, int marker, int bits, int[][] sampling) {
    return new Jpeg(w, h, sampling)
        .divisors()
        .frame(marker, bits)
        .table(true, 0)
        .table(false, Jpeg.EOB)
        .scan(0, 63, 0, 0, 0)
        .data(Jpeg::flat, 0)
        .end();
  }
}
