package dev.retinagate.image.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Bitmaps of every depth and compression, at three sizes. */
final class BmpPictures {

  private static final int[][] SIZES = {{640, 480}, {2500, 2000}, {8160, 6120}};
  private static final int MAX_BODY = 20 << 20;

  private final List<SweepPicture> pictures = new ArrayList<>();

  static List<SweepPicture> all() {
    BmpPictures all = new BmpPictures();
    for (int[] size : SIZES) {
      all.add(size[0], size[1]);
    }
    return all.pictures;
  }

  private void add(String name, Supplier<byte[]> bytes) {
    pictures.add(new SweepPicture("BMP", name, bytes));
  }

  private void add(int w, int h) {
    String size = " " + w + "x" + h;
    for (int depth : new int[] {1, 2, 4, 8, 16, 24, 32}) {
      if ((long) w * h * depth / 8 < MAX_BODY) {
        add(depth + " bits" + size, () -> bmp(w, h, depth, 0, new byte[stride(w, depth) * h]));
        add(
            depth + " bits from the top" + size,
            () -> bmp(w, -h, depth, 0, new byte[stride(w, depth) * h]));
      }
    }
    for (int depth : new int[] {4, 8}) {
      int code = depth == 8 ? 1 : 2;
      add(depth + " bits in long runs" + size, () -> bmp(w, h, depth, code, runs(w, h, 255)));
      add(depth + " bits, jump to the end" + size, () -> bmp(w, h, depth, code, new byte[] {0, 1}));
      if ((long) w * h * 2 < MAX_BODY) {
        add(depth + " bits in runs of one" + size, () -> bmp(w, h, depth, code, runs(w, h, 1)));
      }
      add(depth + " bits in jumps" + size, () -> bmp(w, h, depth, code, jumps()));
      add(depth + " bits in empty runs" + size, () -> bmp(w, h, depth, code, emptyRuns()));
    }
    for (int code : new int[] {3, 4, 5, 6}) {
      add("compression " + code + size, () -> bmp(w, h, 32, code, new byte[1 << 20]));
    }
    add("offset behind the end" + size, () -> offset(w, h));
    add("cut" + size, () -> bmp(w, h, 24, 0, new byte[100]));
  }

  private static int stride(int w, int depth) {
    return (w * depth + 31) / 32 * 4;
  }

  private static byte[] bmp(int w, int h, int depth, int compression, byte[] data) {
    int palette = depth <= 8 ? 4 << depth : 0;
    int offset = 54 + palette;
    ByteSink out = new ByteSink().put("BM").putIntReversed(offset + data.length).putIntReversed(0);
    out.putIntReversed(offset).putIntReversed(40).putIntReversed(w).putIntReversed(h);
    out.putShortReversed(1).putShortReversed(depth).putIntReversed(compression);
    out.putIntReversed(data.length).put(new byte[16]);
    return out.put(JpegPictures.noise(palette)).put(data).toBytes();
  }

  private static byte[] offset(int w, int h) {
    byte[] bytes = bmp(w, h, 8, 0, new byte[1 << 20]);
    bytes[13] = 0x7f;
    return bytes;
  }

  private static byte[] runs(int w, int h, int length) {
    ByteSink out = new ByteSink();
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x += length) {
        out.put(Math.min(length, w - x)).put(x + y);
      }
      out.put(0).put(0);
    }
    return out.put(0).put(1).toBytes();
  }

  private static byte[] jumps() {
    ByteSink out = new ByteSink();
    while (out.length() < MAX_BODY - 4096) {
      out.put(0).put(2).put(0).put(0);
    }
    return out.put(0).put(1).toBytes();
  }

  private static byte[] emptyRuns() {
    ByteSink out = new ByteSink();
    while (out.length() < MAX_BODY - 4096) {
      out.put(0).put(3).put(1).put(2).put(3).put(0);
    }
    return out.put(0).put(1).toBytes();
  }
}
