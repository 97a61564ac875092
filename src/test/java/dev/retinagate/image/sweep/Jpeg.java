package dev.retinagate.image.sweep;

/**
 * Writes JPEGs segment by segment, with data that are valid and follow a pattern. The Huffman
 * tables are made for the pattern: the most frequent symbol has one bit, so that few bytes make
 * much work.
 */
final class Jpeg {

  static final int BASELINE = 0xc0;
  static final int PROGRESSIVE = 0xc2;
  static final int EOB = 0x00;
  static final int EOB_RUN = 0xe0;
  static final int ONE = 0x01;
  static final int RUN_OF_16 = 0xf0;
  private static final int BLOCKS_PER_RUN = 32_767;

  private final ByteSink out = new ByteSink();
  private final int width;
  private final int height;
  private final int[][] sampling;
  private int restartInterval;
  private long bits;
  private int bitCount;

  /** A JPEG of components with these sampling factors: horizontal, vertical. */
  Jpeg(int width, int height, int[]... sampling) {
    this.width = width;
    this.height = height;
    this.sampling = sampling;
    out.put(0xff).put(0xd8);
  }

  static int[][] colour420() {
    return new int[][] {{2, 2}, {1, 1}, {1, 1}};
  }

  static int[][] colour444() {
    return new int[][] {{1, 1}, {1, 1}, {1, 1}};
  }

  static int[][] grey() {
    return new int[][] {{1, 1}};
  }

  Jpeg segment(int marker, byte[] content) {
    out.put(0xff).put(marker).putShort(content.length + 2).put(content);
    return this;
  }

  Jpeg raw(byte[] bytes) {
    out.put(bytes);
    return this;
  }

  Jpeg divisors() {
    byte[] content = new byte[65];
    java.util.Arrays.fill(content, 1, 65, (byte) 16);
    return segment(0xdb, content);
  }

  Jpeg frame(int marker) {
    return frame(marker, 8);
  }

  Jpeg frame(int marker, int bitsPerSample) {
    ByteSink content = new ByteSink().put(bitsPerSample).putShort(height).putShort(width);
    content.put(sampling.length);
    for (int i = 0; i < sampling.length; i++) {
      content.put(i + 1).put(sampling[i][0] << 4 | sampling[i][1]).put(0);
    }
    return segment(marker, content.toBytes());
  }

  /** Defines a table whose symbols have codes of 1, 2, 3 … bits. */
  Jpeg table(boolean dc, int... symbols) {
    ByteSink content = new ByteSink().put(dc ? 0 : 0x10);
    for (int i = 0; i < 16; i++) {
      content.put(i < symbols.length ? 1 : 0);
    }
    for (int symbol : symbols) {
      content.put(symbol);
    }
    return segment(0xc4, content.toBytes());
  }

  Jpeg restarts(int interval) {
    restartInterval = interval;
    return segment(0xdd, new ByteSink().putShort(interval).toBytes());
  }

  Jpeg scan(int first, int last, int high, int low, int... components) {
    ByteSink content = new ByteSink().put(components.length);
    for (int component : components) {
      content.put(component + 1).put(0);
    }
    return segment(0xda, content.put(first).put(last).put(high << 4 | low).toBytes());
  }

  /** A block that is written as bits. */
  interface Block {
    void write(Jpeg jpeg);
  }

  /** Sequential: no difference, no coefficients. */
  static void flat(Jpeg jpeg) {
    jpeg.bits(0b0_0, 2);
  }

  /** Sequential, tables (0, 1) and (0x01, EOB): 63 coefficients of one. */
  static void dense(Jpeg jpeg) {
    jpeg.bits(0, 1);
    for (int k = 1; k < 64; k++) {
      jpeg.bits(k & 1, 2);
    }
  }

  /** Writes the blocks of a scan, with the restarts that were asked for. */
  Jpeg data(Block block, int... components) {
    boolean interleaved = components.length > 1;
    int blocksPerMcu = 0;
    for (int component : components) {
      blocksPerMcu += interleaved ? sampling[component][0] * sampling[component][1] : 1;
    }
    long mcus = interleaved ? mcus() : blocks(components[0]);
    int restart = 0;
    for (long mcu = 0; mcu < mcus; mcu++) {
      if (restartInterval > 0 && mcu > 0 && mcu % restartInterval == 0) {
        align();
        out.put(0xff).put(0xd0 | restart);
        restart = (restart + 1) & 7;
      }
      for (int i = 0; i < blocksPerMcu; i++) {
        block.write(this);
      }
    }
    return align();
  }

  /** Runs of blocks without coefficients, table (EOB_RUN). */
  Jpeg emptyBlocks(int component) {
    return runs(component, 0);
  }

  /** Runs of blocks that only have a correction bit for each of so many coefficients. */
  Jpeg corrections(int component, int coefficients) {
    return runs(component, coefficients);
  }

  private Jpeg runs(int component, int corrections) {
    long left = blocks(component);
    while (left > 0) {
      bits(0, 1);
      bits((1 << 14) - 1, 14);
      long run = Math.min(left, BLOCKS_PER_RUN);
      for (long bit = 0; bit < run * corrections; bit += 8) {
        bits(0x55, (int) Math.min(8, run * corrections - bit));
      }
      left -= run;
    }
    return align();
  }

  byte[] end() {
    return out.put(0xff).put(0xd9).toBytes();
  }

  byte[] endWithoutMarker() {
    return out.toBytes();
  }

  void bits(int value, int count) {
    bits = (bits << count) | (value & ((1L << count) - 1));
    bitCount += count;
    while (bitCount >= 8) {
      bitCount -= 8;
      int next = (int) (bits >> bitCount) & 0xff;
      out.put(next);
      if (next == 0xff) {
        out.put(0);
      }
    }
  }

  private Jpeg align() {
    if (bitCount > 0) {
      bits(0xff, 8 - bitCount);
    }
    return this;
  }

  private long mcus() {
    return (long) ceil(width, 8 * max(0)) * ceil(height, 8 * max(1));
  }

  private long blocks(int component) {
    return (long) ceil(ceil(width * sampling[component][0], max(0)), 8)
        * ceil(ceil(height * sampling[component][1], max(1)), 8);
  }

  private int max(int direction) {
    int max = 1;
    for (int[] component : sampling) {
      max = Math.max(max, component[direction]);
    }
    return max;
  }

  private static int ceil(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
