package dev.retinagate.image.webp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the small pictures within a lossless WebP, which have one group of codes. */
final class LosslessImage {

  private static final int LITERALS = 256;
  private static final int LENGTH_CODES = 24;
  private static final int DISTANCE_CODES = 40;
  private static final int CACHE_MULTIPLIER = 0x1e35a7bd;
  private static final int MAX_CACHE_BITS = 11;
  private static final int CODES_OF_GROUP = 5;

  /** Distances that stand for a place nearby (RFC 9649, 3.6.2.2.2): 16 × rows + 8 - columns. */
  private static final int[] NEARBY = {
    0x18, 0x07, 0x17, 0x19, 0x28, 0x06, 0x27, 0x29, 0x16, 0x1a, 0x26, 0x2a, 0x38, 0x05, 0x37, 0x39,
    0x15, 0x1b, 0x36, 0x3a, 0x25, 0x2b, 0x48, 0x04, 0x47, 0x49, 0x14, 0x1c, 0x35, 0x3b, 0x46, 0x4a,
    0x24, 0x2c, 0x58, 0x45, 0x4b, 0x34, 0x3c, 0x03, 0x57, 0x59, 0x13, 0x1d, 0x56, 0x5a, 0x23, 0x2d,
    0x44, 0x4c, 0x55, 0x5b, 0x33, 0x3d, 0x68, 0x02, 0x67, 0x69, 0x12, 0x1e, 0x66, 0x6a, 0x22, 0x2e,
    0x54, 0x5c, 0x43, 0x4d, 0x65, 0x6b, 0x32, 0x3e, 0x78, 0x01, 0x77, 0x79, 0x53, 0x5d, 0x11, 0x1f,
    0x64, 0x6c, 0x42, 0x4e, 0x76, 0x7a, 0x21, 0x2f, 0x75, 0x7b, 0x31, 0x3f, 0x63, 0x6d, 0x52, 0x5e,
    0x00, 0x74, 0x7c, 0x41, 0x4f, 0x10, 0x20, 0x62, 0x6e, 0x30, 0x73, 0x7d, 0x51, 0x5f, 0x40, 0x72,
    0x7e, 0x61, 0x6f, 0x50, 0x71, 0x7f, 0x60, 0x70
  };

  private final LosslessBits bits;
  private final List<PrefixCode> codes;
  private final int width;
  private final int[] pixels;
  private final int[] cache;
  private final int cacheBits;

  private LosslessImage(
      LosslessBits bits, List<PrefixCode> codes, int width, int height, int cacheBits) {
    this.bits = bits;
    this.codes = codes;
    this.width = width;
    this.pixels = new int[width * height];
    this.cache = new int[1 << cacheBits];
    this.cacheBits = cacheBits;
  }

  /**
   * Reads one.
   *
   * @return its pixels, 0xAARRGGBB; empty if the bits define none
   */
  static Optional<int[]> read(LosslessBits bits, int width, int height) {
    int cacheBits = bits.readFlag() ? bits.read(4) : 0;
    if (cacheBits > MAX_CACHE_BITS) {
      return Optional.empty();
    }
    Optional<List<PrefixCode>> codes = readGroup(bits, cacheBits);
    return codes.flatMap(
        group -> new LosslessImage(bits, group, width, height, cacheBits).readPixels());
  }

  /** Reads a group of codes: green with lengths and cache, red, blue, alpha, distance. */
  static Optional<List<PrefixCode>> readGroup(LosslessBits bits, int cacheBits) {
    List<PrefixCode> codes = new ArrayList<>(CODES_OF_GROUP);
    for (int i = 0; i < CODES_OF_GROUP; i++) {
      int symbols =
          i == 0
              ? LITERALS + LENGTH_CODES + (cacheBits > 0 ? 1 << cacheBits : 0)
              : i == CODES_OF_GROUP - 1 ? DISTANCE_CODES : LITERALS;
      Optional<PrefixCode> code = PrefixCode.read(bits, symbols);
      if (code.isEmpty()) {
        return Optional.empty();
      }
      codes.add(code.get());
    }
    return Optional.of(codes);
  }

  private Optional<int[]> readPixels() {
    int at = 0;
    while (at < pixels.length) {
      int symbol = codes.get(0).read(bits);
      if (symbol < LITERALS) {
        int red = codes.get(1).read(bits);
        int blue = codes.get(2).read(bits);
        int alpha = codes.get(3).read(bits);
        put(at, alpha << 24 | red << 16 | symbol << 8 | blue);
        at++;
      } else if (symbol < LITERALS + LENGTH_CODES) {
        int length = value(symbol - LITERALS);
        int distance = distance(value(codes.get(4).read(bits)));
        if (distance > at || length > pixels.length - at) {
          return Optional.empty();
        }
        for (int i = 0; i < length; i++) {
          put(at + i, pixels[at + i - distance]);
        }
        at += length;
      } else {
        put(at, cache[symbol - LITERALS - LENGTH_CODES]);
        at++;
      }
      if (bits.isOverdrawn()) {
        return Optional.empty();
      }
    }
    return Optional.of(pixels);
  }

  private void put(int at, int pixel) {
    pixels[at] = pixel;
    if (cacheBits > 0) {
      cache[(CACHE_MULTIPLIER * pixel) >>> (Integer.SIZE - cacheBits)] = pixel;
    }
  }

  /** A length or distance code with its further bits, at least 1. */
  private int value(int prefix) {
    if (prefix < 4) {
      return prefix + 1;
    }
    int further = (prefix - 2) >> 1;
    return ((2 + (prefix & 1)) << further) + bits.read(further) + 1;
  }

  private int distance(int code) {
    if (code > NEARBY.length) {
      return code - NEARBY.length;
    }
    int place = NEARBY[code - 1];
    return Math.max(1, (place >> 4) * width + 8 - (place & 0xf));
  }
}
