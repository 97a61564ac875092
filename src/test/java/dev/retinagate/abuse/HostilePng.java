package dev.retinagate.abuse;

import static dev.retinagate.abuse.Noise.between;
import static dev.retinagate.abuse.Noise.bytes;
import static dev.retinagate.abuse.Noise.oneOf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** PNG files, drawn at random, that unpack to far more than they are, or are not what they say. */
final class HostilePng {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int SIDE = 64;
  private static final int PIXEL_BYTES = SIDE * (3 * SIDE + 1);
  private static final int PIECE = 64 << 10;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  private HostilePng() {
    file.writeBytes(SIGNATURE);
  }

  /** A file of any kind. */
  static byte[] of(Random random) {
    List<Function<Random, byte[]>> kinds =
        List.of(
            HostilePng::ancillaryBomb,
            HostilePng::ancillaryFlood,
            HostilePng::dataFlood,
            HostilePng::size,
            HostilePng::tooMuchData,
            HostilePng::animation,
            HostilePng::lengths,
            HostilePng::palette);
    return kinds.get(random.nextInt(kinds.size())).apply(random);
  }

  /** A chunk beside the pixels that unpacks to megabytes: a profile, a comment. */
  private static byte[] ancillaryBomb(Random random) {
    String type = oneOf(random, "iCCP", "zTXt", "iTXt");
    byte[] keyword =
        (type.equals("iTXt") ? "k\0\1\0\0\0" : "k\0\0").getBytes(StandardCharsets.US_ASCII);
    byte[] bomb = deflated(between(random, 1_000, 20_000_000));
    byte[] content = new byte[keyword.length + bomb.length];
    System.arraycopy(keyword, 0, content, 0, keyword.length);
    System.arraycopy(bomb, 0, content, keyword.length, bomb.length);
    return rgb().chunk(type, content).pixels().end();
  }

  private static byte[] ancillaryFlood(Random random) {
    HostilePng png = rgb();
    String type = oneOf(random, "tEXt", "sPLT", "eXIf", "tIME", "gAMA", "abCd", "zTXt", "tRNS");
    byte[] content = bytes(random, oneOf(random, 0, 4, 100));
    int count = between(random, 100, 3_000);
    for (int i = 0; i < count; i++) {
      png.chunk(type, content);
    }
    return png.pixels().end();
  }

  /** The pixels in chunks of a byte each, behind chunks of none. */
  private static byte[] dataFlood(Random random) {
    HostilePng png = rgb();
    int empty = between(random, 1, 5_000);
    for (int i = 0; i < empty; i++) {
      png.chunk("IDAT", new byte[0]);
    }
    for (byte data : deflated(PIXEL_BYTES)) {
      png.chunk("IDAT", new byte[] {data});
    }
    return png.end();
  }

  private static byte[] size(Random random) {
    int width = oneOf(random, 0, 1, 16, 7_071, 30_000, 1_000_001, Integer.MAX_VALUE, -1);
    int height = oneOf(random, 0, 1, 16, 7_071, 30_000, 1_000_001, Integer.MAX_VALUE, -1);
    int depth = oneOf(random, 1, 2, 4, 8, 16, 3, 255);
    return header(width, height, depth, between(random, 0, 7), random.nextInt(3)).pixels().end();
  }

  private static byte[] tooMuchData(Random random) {
    HostilePng png = header(SIDE, SIDE, 8, RGB, random.nextInt(2));
    return png.chunk("IDAT", deflated(between(random, 20_000, 20_000_000))).end();
  }

  private static byte[] animation(Random random) {
    int frames = between(random, 2, 2_000);
    HostilePng png = rgb();
    png.chunk("acTL", ByteBuffer.allocate(8).putInt(frames).putInt(0).array());
    for (int i = 0; i < frames; i++) {
      png.chunk("fcTL", bytes(random, 26)).chunk("fdAT", bytes(random, 20));
    }
    return png.pixels().end();
  }

  /** A chunk's length that is not that of the chunk. */
  private static byte[] lengths(Random random) {
    HostilePng png = rgb();
    int length = oneOf(random, Integer.MAX_VALUE, -1, 1 << 24, between(random, 0, 10_000));
    String type = oneOf(random, "IDAT", "iCCP", "eXIf", "PLTE", "tEXt", "IEND");
    png.number(length);
    png.file.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
    return png.pixels().end();
  }

  private static byte[] palette(Random random) {
    HostilePng png = header(SIDE, SIDE, oneOf(random, 1, 2, 4, 8), PALETTE, 0);
    if (random.nextBoolean()) {
      png.chunk("PLTE", bytes(random, between(random, 0, 1_000)));
    }
    return png.pixels().end();
  }

  private static HostilePng rgb() {
    return header(SIDE, SIDE, 8, RGB, 0);
  }

  private static HostilePng header(int width, int height, int depth, int colour, int interlace) {
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) colour)
            .put((byte) 0)
            .put((byte) 0)
            .put((byte) interlace)
            .array();
    return new HostilePng().chunk("IHDR", header);
  }

  /** As many as a picture of the usual side has. */
  private HostilePng pixels() {
    return chunk("IDAT", deflated(PIXEL_BYTES));
  }

  private byte[] end() {
    return chunk("IEND", new byte[0]).file.toByteArray();
  }

  private HostilePng chunk(String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    number(content.length);
    file.writeBytes(name);
    file.writeBytes(content);
    number((int) crc.getValue());
    return this;
  }

  private void number(int value) {
    file.writeBytes(Http2Frames.number(value));
  }

  /** So many zeros, a thousandth as long. */
  private static byte[] deflated(int zeros) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      byte[] piece = new byte[PIECE];
      for (int left = zeros; left > 0; left -= PIECE) {
        out.write(piece, 0, Math.min(left, PIECE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
