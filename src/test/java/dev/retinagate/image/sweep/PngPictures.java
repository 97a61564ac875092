package dev.retinagate.image.sweep;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNGs of every colour type, depth, filter and interlace, at three sizes, and with bombs. */
final class PngPictures {

  private static final int[][] SIZES = {{640, 480}, {4000, 3000}, {8160, 6120}};
  private static final int[][] TYPES = {
    {0, 1}, {0, 2}, {0, 4}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {3, 1}, {3, 2}, {3, 4}, {3, 8},
    {4, 8}, {4, 16}, {6, 8}, {6, 16}
  };
  private static final int[] SAMPLES = {1, 0, 3, 1, 2, 0, 4};
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };
  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};
  private static final int BOMB_BYTES = 18 << 20;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

  private final List<SweepPicture> pictures = new ArrayList<>();

  static List<SweepPicture> all() {
    PngPictures all = new PngPictures();
    for (int[] size : SIZES) {
      all.types(size[0], size[1]);
      all.extras(size[0], size[1]);
    }
    return all.pictures;
  }

  private void add(String name, int w, int h, Supplier<byte[]> bytes) {
    pictures.add(new SweepPicture("PNG", name + " " + w + "x" + h, bytes));
  }

  private void types(int w, int h) {
    for (int[] type : TYPES) {
      for (int interlace = 0; interlace < 2; interlace++) {
        int passes = interlace;
        for (int filter : new int[] {0, 4}) {
          String name =
              "type %d, %d bits, interlace %d, filter %d"
                  .formatted(type[0], type[1], interlace, filter);
          add(name, w, h, () -> png(w, h, type, passes, data(w, h, type, passes, filter, false)));
        }
      }
    }
    for (int filter = 0; filter < 5; filter++) {
      int[] type = {2, 8};
      int kind = filter;
      add(
          "patterned, filter " + filter,
          w,
          h,
          () -> png(w, h, type, 0, data(w, h, type, 0, kind, true)));
    }
  }

  private void extras(int w, int h) {
    int[] type = {2, 8};
    Supplier<byte[]> plain = () -> data(w, h, type, 0, 0, false);
    byte[] bomb = JpegPictures.noise(16);
    for (String chunk : new String[] {"zTXt", "iCCP", "iTXt", "tEXt", "eXIf", "fdAT", "prVt"}) {
      add("bomb in " + chunk, w, h, () -> with(w, h, chunk, deflatedZeros(), plain.get()));
    }
    add("raw profile bomb", w, h, () -> with(w, h, "zTXt", profileBomb(), plain.get()));
    add("zeros behind the rows", w, h, () -> png(w, h, type, 0, overlong()));
    add("noise behind the rows", w, h, () -> png(w, h, type, 0, twice(plain.get())));
    add("an IDAT a byte", w, h, () -> split(w, h, plain.get(), 1));
    add("empty IDATs", w, h, () -> emptyData(w, h, plain.get()));
    add("stored", 2000, 1500, () -> png(2000, 1500, type, 0, stored()));
    add("transparent colour", w, h, () -> with(w, h, "tRNS", new byte[6], plain.get()));
    add("many small chunks", w, h, () -> manyChunks(w, h, bomb, plain.get()));
    add("cut data", w, h, () -> png(w, h, type, 0, Arrays.copyOf(plain.get(), 200)));
  }

  static byte[] png(int w, int h, int[] type, int interlace, byte[] data) {
    ByteSink out = begin(w, h, type, interlace);
    chunk(out, "IDAT", data);
    return chunk(out, "IEND", new byte[0]).toBytes();
  }

  private static ByteSink begin(int w, int h, int[] type, int interlace) {
    ByteSink out = new ByteSink().put(SIGNATURE);
    ByteSink header = new ByteSink().putInt(w).putInt(h).put(type[1]).put(type[0]);
    chunk(out, "IHDR", header.put(0).put(0).put(interlace).toBytes());
    if (type[0] == 3) {
      chunk(out, "PLTE", JpegPictures.noise(3 << type[1]));
    }
    return out;
  }

  static ByteSink chunk(ByteSink out, String name, byte[] content) {
    CRC32 checksum = new CRC32();
    checksum.update(name.getBytes(StandardCharsets.US_ASCII));
    checksum.update(content);
    return out.putInt(content.length).put(name).put(content).putInt((int) checksum.getValue());
  }

  private static byte[] with(int w, int h, String name, byte[] content, byte[] data) {
    ByteSink out = begin(w, h, new int[] {2, 8}, 0);
    chunk(out, name, content);
    chunk(out, "IDAT", data);
    return chunk(out, "IEND", new byte[0]).toBytes();
  }

  private static byte[] split(int w, int h, byte[] data, int size) {
    ByteSink out = begin(w, h, new int[] {2, 8}, 0);
    for (int at = 0; at < data.length; at += size) {
      chunk(out, "IDAT", Arrays.copyOfRange(data, at, Math.min(data.length, at + size)));
    }
    return chunk(out, "IEND", new byte[0]).toBytes();
  }

  private static byte[] emptyData(int w, int h, byte[] data) {
    ByteSink out = begin(w, h, new int[] {2, 8}, 0);
    ByteSink empty = chunk(new ByteSink(), "IDAT", new byte[0]);
    for (int i = 0; i < BOMB_BYTES / 12; i++) {
      out.put(empty.toBytes());
    }
    chunk(out, "IDAT", data);
    return chunk(out, "IEND", new byte[0]).toBytes();
  }

  private static byte[] manyChunks(int w, int h, byte[] content, byte[] data) {
    ByteSink out = begin(w, h, new int[] {2, 8}, 0);
    byte[] piece = chunk(new ByteSink(), "eXIf", content).toBytes();
    for (int i = 0; i < BOMB_BYTES / piece.length; i++) {
      out.put(piece);
    }
    chunk(out, "IDAT", data);
    return chunk(out, "IEND", new byte[0]).toBytes();
  }

  /** All rows, deflated: zeros, or a pattern that repeats. */
  private static byte[] data(
      int w, int h, int[] type, int interlace, int filter, boolean patterned) {
    Zip zip = new Zip(1);
    int bits = SAMPLES[type[0]] * type[1];
    for (int[] pass : interlace == 1 ? ADAM7 : ONE_PASS) {
      int columns = steps(w, pass[0], pass[2]);
      int rows = steps(h, pass[1], pass[3]);
      byte[] row = new byte[1 + (columns * bits + 7) / 8];
      if (patterned) {
        byte[] pattern = JpegPictures.noise(509);
        for (int i = 1; i < row.length; i++) {
          row[i] = pattern[i % pattern.length];
        }
      }
      row[0] = (byte) filter;
      for (int i = 0; i < rows && columns > 0; i++) {
        zip.add(row);
      }
    }
    return zip.end();
  }

  private static int steps(int extent, int first, int step) {
    return extent <= first ? 0 : (extent - first + step - 1) / step;
  }

  /** Rows of zeros, three bytes a pixel. */
  static byte[] rows(int w, int h) {
    return data(w, h, new int[] {2, 8}, 0, 0, false);
  }

  private static byte[] stored() {
    Zip zip = new Zip(0);
    for (int y = 0; y < 1500; y++) {
      byte[] row = JpegPictures.noise(1 + 3 * 2000);
      row[0] = (byte) (y % 5);
      zip.add(row);
    }
    return zip.end();
  }

  private static byte[] deflatedZeros() {
    return new ByteSink().put("Raw\0\0").put(zeros(4L << 30)).toBytes();
  }

  private static byte[] profileBomb() {
    return new ByteSink().put("Raw profile type exif\0\0").put(zeros(4L << 30)).toBytes();
  }

  /** Deflate at its best: a thousand zeros a byte. */
  private static byte[] overlong() {
    return zeros(16L << 30);
  }

  private static byte[] zeros(long count) {
    Zip zip = new Zip(9);
    byte[] some = new byte[1 << 20];
    // Deflate's output of zeros repeats, so it need not be made again and again.
    zip.add(some);
    return zip.repeated(count / some.length);
  }

  private static byte[] twice(byte[] data) {
    byte[] noise = JpegPictures.noise(BOMB_BYTES / 2);
    return new ByteSink().put(data).put(noise).toBytes();
  }

  /** Deflates piece by piece. */
  private static final class Zip {

    private final Deflater deflater;
    private final ByteSink out = new ByteSink();
    private final byte[] window = new byte[1 << 16];

    Zip(int level) {
      deflater = new Deflater(level);
    }

    void add(byte[] bytes) {
      deflater.setInput(bytes);
      while (!deflater.needsInput()) {
        out.put(window, deflater.deflate(window));
      }
    }

    byte[] end() {
      deflater.finish();
      while (!deflater.finished()) {
        out.put(window, deflater.deflate(window));
      }
      deflater.end();
      return out.toBytes();
    }

    /** What was added, so many times over; the checksum is wrong then. */
    byte[] repeated(long times) {
      int flushed;
      do {
        flushed = deflater.deflate(window, 0, window.length, Deflater.FULL_FLUSH);
        out.put(window, flushed);
      } while (flushed == window.length);
      byte[] once = out.toBytes();
      byte[] body = Arrays.copyOfRange(once, 2, once.length);
      ByteSink all = new ByteSink().put(once);
      for (long i = 1; i < times && all.length() < BOMB_BYTES; i++) {
        all.put(body);
      }
      deflater.end();
      return all.put(3).put(0).putInt(0).toBytes();
    }
  }
}
