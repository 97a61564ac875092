package dev.retinagate.image.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** WebPs, lossy and lossless, at three sizes, as OpenCV writes them and as nobody would. */
final class WebpPictures {

  private static final int[][] SIZES = {{640, 480}, {4000, 3000}, {8160, 6120}};
  private static final int LOSSLESS = 101;
  private static final int MANY_CHUNKS_BYTES = 18 << 20;

  private final List<SweepPicture> pictures = new ArrayList<>();
  private int width;
  private int height;

  static List<SweepPicture> all() {
    WebpPictures all = new WebpPictures();
    for (int[] size : SIZES) {
      all.width = size[0];
      all.height = size[1];
      all.encoded();
      all.containers();
    }
    all.groups();
    return all.pictures;
  }

  private void add(String name, Supplier<byte[]> bytes) {
    pictures.add(new SweepPicture("WebP", name + " " + width + "x" + height, bytes));
  }

  private void encoded() {
    int w = width;
    int h = height;
    for (int quality : new int[] {1, 50, 90, LOSSLESS}) {
      add("flat, quality " + quality, () -> encode(w, h, 3, false, quality));
      if (w < 8000) {
        add("noise, quality " + quality, () -> encode(w, h, 3, true, quality));
        add("noise with alpha, quality " + quality, () -> encode(w, h, 4, true, quality));
      }
      add("flat with alpha, quality " + quality, () -> encode(w, h, 4, false, quality));
    }
  }

  private void containers() {
    int w = width;
    int h = height;
    add("lossless of one colour", () -> lossless(w, h, 0, 1, false));
    add("canvas larger than the frame", () -> extended(4 * w, 4 * h, 0, flat(w, h)));
    add("animated", () -> extended(w, h, 2, flat(w, h)));
    add("many chunks", () -> manyChunks(w, h));
  }

  private void groups() {
    for (int[] size : new int[][] {{1024, 1024}, {4000, 3000}, {640, 480}}) {
      width = size[0];
      height = size[1];
      for (int groups : new int[] {256, 4_096, 65_536}) {
        int w = width;
        int h = height;
        add(groups + " small groups", () -> lossless(w, h, 2, groups, false));
        add(groups + " large groups", () -> lossless(w, h, 2, groups, true));
      }
    }
  }

  static byte[] encode(int w, int h, int channels, boolean noise, int quality) {
    byte[] samples = noise ? JpegPictures.noise(w * h * channels) : new byte[w * h * channels];
    try (BytePointer memory = new BytePointer(samples);
        Mat pixels = new Mat(h, w, opencv_core.CV_8UC(channels), memory);
        BytePointer out = new BytePointer();
        IntPointer options = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, quality)) {
      opencv_imgcodecs.imencode(".webp", pixels, out, options);
      byte[] bytes = new byte[Math.toIntExact(out.limit())];
      out.get(bytes);
      return bytes;
    }
  }

  private static byte[] flat(int w, int h) {
    byte[] file = encode(w, h, 3, false, 50);
    byte[] chunk = new byte[file.length - 12];
    System.arraycopy(file, 12, chunk, 0, chunk.length);
    return chunk;
  }

  private static byte[] extended(int w, int h, int flags, byte[] chunk) {
    ByteSink header = new ByteSink().put("VP8X").putIntReversed(10).putIntReversed(flags);
    header.putShortReversed(w - 1).put((w - 1) >> 16);
    header.putShortReversed(h - 1).put((h - 1) >> 16);
    return riff(header.put(chunk).toBytes());
  }

  private static byte[] manyChunks(int w, int h) {
    ByteSink chunks = new ByteSink().put("VP8X").putIntReversed(10).putIntReversed(8);
    chunks.putShortReversed(w - 1).put((w - 1) >> 16);
    chunks.putShortReversed(h - 1).put((h - 1) >> 16);
    while (chunks.length() < MANY_CHUNKS_BYTES) {
      chunks.put("EXIF").putIntReversed(0);
    }
    return riff(chunks.put(flat(w, h)).toBytes());
  }

  private static byte[] riff(byte[] chunks) {
    return new ByteSink()
        .put("RIFF")
        .putIntReversed(4 + chunks.length)
        .put("WEBP")
        .put(chunks)
        .toBytes();
  }

  /**
   * A lossless picture whose pixels take no bits.
   *
   * @param blockBits side of the blocks that choose a group of codes, as a power of two; 0 for one
   *     group
   * @param large whether a group's codes fill their tables
   */
  static byte[] lossless(int w, int h, int blockBits, int groups, boolean large) {
    ReversedBits bits = new ReversedBits();
    bits.put(0x2f, 8).put(w - 1, 14).put(h - 1, 14).put(0, 4);
    // No transform, no colour cache.
    bits.put(0, 1).put(0, 1);
    bits.put(blockBits > 0 ? 1 : 0, 1);
    int used = 1;
    if (blockBits > 0) {
      bits.put(blockBits - 2, 3);
      used = groupImage(bits, ceil(w, 1 << blockBits), ceil(h, 1 << blockBits), groups);
    }
    for (int i = 0; i < used; i++) {
      for (int code = 0; code < 5; code++) {
        if (large && code < 4) {
          byteCode(bits, code == 0 ? 280 : 256);
        } else {
          // One symbol, which takes no bits: 0.
          bits.put(1, 1).put(0, 1).put(0, 1).put(0, 1);
        }
      }
    }
    if (large) {
      for (long pixel = 0; pixel < (long) w * h; pixel++) {
        bits.put(0, 32);
      }
    }
    byte[] content = bits.toBytes();
    ByteSink chunk = new ByteSink().put("VP8L").putIntReversed(content.length).put(content);
    return riff((content.length & 1) == 0 ? chunk.toBytes() : chunk.put(0).toBytes());
  }

  /** Red and green of a block's pixel are the number of its group. */
  private static int groupImage(ReversedBits bits, int w, int h, int groups) {
    bits.put(0, 1);
    byteCode(bits, 280);
    byteCode(bits, 256);
    for (int code = 2; code < 5; code++) {
      bits.put(1, 1).put(0, 1).put(0, 1).put(0, 1);
    }
    int used = Math.min(groups, w * h);
    for (int i = 0; i < w * h; i++) {
      int group = i % used;
      bits.put(reversed(group & 0xff), 8).put(reversed(group >> 8), 8);
    }
    return used;
  }

  /** A code of eight bits for each of the first 256 symbols. */
  private static void byteCode(ReversedBits bits, int symbols) {
    bits.put(0, 1).put(12 - 4, 4);
    // Lengths of the codes of lengths, in the standard's order: 17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7,
    // 8.
    for (int i = 0; i < 12; i++) {
      bits.put(i == 2 || i == 11 ? 1 : 0, 3);
    }
    bits.put(0, 1);
    for (int symbol = 0; symbol < symbols; symbol++) {
      bits.put(symbol < 256 ? 1 : 0, 1);
    }
  }

  private static int reversed(int value) {
    return Integer.reverse(value) >>> 24;
  }

  private static int ceil(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /** Bits from the lowest on. */
  private static final class ReversedBits {

    private final ByteSink out = new ByteSink();
    private long bits;
    private int count;

    ReversedBits put(int value, int width) {
      bits |= (value & ((1L << width) - 1)) << count;
      count += width;
      while (count >= 8) {
        out.put((int) bits);
        bits >>>= 8;
        count -= 8;
      }
      return this;
    }

    byte[] toBytes() {
      put(0, 7);
      return out.toBytes();
    }
  }
}
