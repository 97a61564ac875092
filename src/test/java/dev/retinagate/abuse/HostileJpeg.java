package dev.retinagate.abuse;

import static dev.retinagate.abuse.Noise.between;
import static dev.retinagate.abuse.Noise.bytes;
import static dev.retinagate.abuse.Noise.oneOf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * JPEG files, drawn at random, that cost a decoder much more than their bytes say, or that two
 * readers of a header read differently (ITU-T T.81). Grey, of empty blocks.
 */
final class HostileJpeg {

  private static final int TEM = 0x01;
  private static final int SOF_BASELINE = 0xc0;
  private static final int SOF_PROGRESSIVE = 0xc2;
  private static final int DHT = 0xc4;
  private static final int RST0 = 0xd0;
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int DQT = 0xdb;
  private static final int DNL = 0xdc;
  private static final int DRI = 0xdd;
  private static final int APP1 = 0xe1;
  private static final int COM = 0xfe;

  private static final int SMALL = 64;
  private static final int MAX_SIDE = 65_500;
  private static final int MAX_SEGMENT_BYTES = 65_533;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  private HostileJpeg() {
    marker(SOI);
  }

  /** A file of any kind. */
  static byte[] of(Random random) {
    List<Function<Random, byte[]>> kinds =
        List.of(
            HostileJpeg::scans,
            HostileJpeg::otherProcess,
            HostileJpeg::hiddenFrame,
            HostileJpeg::frames,
            HostileJpeg::segmentThatEndsInside,
            HostileJpeg::fill,
            HostileJpeg::restarts,
            HostileJpeg::segments,
            HostileJpeg::lateHeight,
            HostileJpeg::refinements);
    return kinds.get(random.nextInt(kinds.size())).apply(random);
  }

  /** Progressive: each of the empty scans walks over all blocks. */
  private static byte[] scans(Random random) {
    int side = oneOf(random, between(random, 16, 300), between(random, 2_000, 7_071), MAX_SIDE);
    return ofEmptyScans(SOF_PROGRESSIVE, side, between(random, 10, 9_000));
  }

  /** Arithmetic codes, 12 bits, no loss: processes that few decoders take. */
  private static byte[] otherProcess(Random random) {
    int process = oneOf(random, 0xc1, 0xc3, 0xc5, 0xc9, 0xca, 0xcf);
    int side = oneOf(random, between(random, 16, 300), between(random, 2_000, 7_071));
    return ofEmptyScans(process, side, between(random, 1, 2_000));
  }

  private static byte[] ofEmptyScans(int process, int side, int scans) {
    HostileJpeg jpeg = new HostileJpeg().tables().frame(process, side).emptyScan(0, 0);
    for (int i = 0; i < scans; i++) {
      jpeg.scanHeader(1, 63, 0);
    }
    return jpeg.end();
  }

  /** A marker without a length, behind which a reader that skips one finds another size. */
  private static byte[] hiddenFrame(Random random) {
    int side = oneOf(random, between(random, 16, 300), 32_000, MAX_SIDE);
    HostileJpeg jpeg = new HostileJpeg().marker(TEM);
    jpeg.append(baseline(side));
    int lengthTooMany = 0xff00 | DQT;
    jpeg.file.writeBytes(new byte[Math.max(0, 4 + lengthTooMany - jpeg.file.size())]);
    return jpeg.frame(SOF_BASELINE, 16).end();
  }

  /** Several sizes in one file. */
  private static byte[] frames(Random random) {
    HostileJpeg jpeg = new HostileJpeg().tables();
    int frames = between(random, 2, 200);
    for (int i = 0; i < frames; i++) {
      jpeg.frame(
          oneOf(random, SOF_BASELINE, SOF_PROGRESSIVE), oneOf(random, 16, 64, 300, 32_000, 65_535));
      if (random.nextInt(4) == 0) {
        jpeg.emptyScan(0, 0);
      }
    }
    return jpeg.emptyScan(0, 0).end();
  }

  /** A length that ends within the segment behind, or far behind the file. */
  private static byte[] segmentThatEndsInside(Random random) {
    int marker = oneOf(random, APP1, COM, DHT, DQT, DRI, SOF_BASELINE, SOS, 0xe0, 0xee, 0xf0);
    HostileJpeg jpeg = new HostileJpeg().marker(marker);
    jpeg.number(oneOf(random, 0, 1, 2, 3, 17, 64, between(random, 18, 1_000), 65_535));
    jpeg.file.writeBytes(bytes(random, between(random, 0, 16)));
    return jpeg.append(baseline(SMALL));
  }

  /** Fill bytes in front of a marker, any number of which is allowed (B.1.1.2). */
  private static byte[] fill(Random random) {
    byte[] fill = new byte[between(random, 1, 300_000)];
    Arrays.fill(fill, (byte) 0xff);
    HostileJpeg jpeg = new HostileJpeg();
    jpeg.file.writeBytes(fill);
    return jpeg.append(baseline(SMALL));
  }

  /** A restart at each block, some of them out of turn. */
  private static byte[] restarts(Random random) {
    HostileJpeg jpeg = new HostileJpeg().tables().segment(DRI, new byte[] {0, 1});
    jpeg.frame(SOF_BASELINE, oneOf(random, SMALL, 300, 7_000)).scanHeader(0, 63, 0);
    int markers = between(random, 1, 50_000);
    for (int i = 0; i < markers; i++) {
      jpeg.file.write(0);
      jpeg.marker(RST0 + (random.nextInt(8) == 0 ? random.nextInt(8) : i % 8));
    }
    return jpeg.end();
  }

  /** Segments without a meaning, many tiny ones or some as long as they can be. */
  private static byte[] segments(Random random) {
    boolean tiny = random.nextBoolean();
    byte[] content = new byte[tiny ? 0 : MAX_SEGMENT_BYTES];
    if (!tiny && random.nextBoolean()) {
      byte[] exif = "Exif\0\0II*\0".getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(exif, 0, content, 0, exif.length);
    }
    HostileJpeg jpeg = new HostileJpeg();
    int marker = oneOf(random, APP1, COM, 0xe2, 0xef);
    int count = tiny ? between(random, 1_000, 60_000) : between(random, 1, 15);
    for (int i = 0; i < count; i++) {
      jpeg.segment(marker, content);
    }
    return jpeg.append(baseline(SMALL));
  }

  /** The height comes behind the first scan (B.2.5). */
  private static byte[] lateHeight(Random random) {
    HostileJpeg jpeg = new HostileJpeg().tables();
    jpeg.frame(SOF_BASELINE, between(random, 16, 65_535), 0).emptyScan(0, 63);
    return jpeg.segment(DNL, bytes(random, 2)).end();
  }

  /** One bit of some coefficients a scan, again and again. */
  private static byte[] refinements(Random random) {
    HostileJpeg jpeg = new HostileJpeg().tables();
    jpeg.frame(SOF_PROGRESSIVE, oneOf(random, SMALL, 300, 5_000)).emptyScan(0, 0);
    int scans = between(random, 1, 3_000);
    for (int i = 0; i < scans; i++) {
      int first = between(random, 1, 63);
      jpeg.scanHeader(first, between(random, first, 63), 0x10);
    }
    return jpeg.end();
  }

  private static byte[] baseline(int side) {
    HostileJpeg jpeg = new HostileJpeg().tables().frame(SOF_BASELINE, side);
    jpeg.scanHeader(0, 63, 0);
    // Two bits a block; a small picture needs less.
    jpeg.file.writeBytes(new byte[SMALL]);
    return jpeg.end();
  }

  /** A table of quantization, and Huffman tables of one code each: no DC difference; EOB14. */
  private HostileJpeg tables() {
    byte[] quantization = new byte[65];
    Arrays.fill(quantization, 1, quantization.length, (byte) 16);
    return segment(DQT, quantization)
        .segment(DHT, oneCode(0x00, 0))
        .segment(DHT, oneCode(0x10, 0xe0));
  }

  private static byte[] oneCode(int table, int symbol) {
    byte[] code = new byte[18];
    code[0] = (byte) table;
    code[1] = 1;
    code[17] = (byte) symbol;
    return code;
  }

  private HostileJpeg frame(int process, int side) {
    return frame(process, side, side);
  }

  private HostileJpeg frame(int process, int width, int height) {
    return segment(
        process, Http2Frames.octets(8, height >> 8, height, width >> 8, width, 1, 1, 0x11, 0));
  }

  private HostileJpeg emptyScan(int from, int to) {
    scanHeader(from, to, 0);
    file.write(0);
    return this;
  }

  private void scanHeader(int from, int to, int approximation) {
    segment(SOS, Http2Frames.octets(1, 1, 0, from, to, approximation));
  }

  private HostileJpeg segment(int marker, byte[] content) {
    marker(marker).number(content.length + 2);
    file.writeBytes(content);
    return this;
  }

  private HostileJpeg marker(int marker) {
    file.write(0xff);
    file.write(marker);
    return this;
  }

  private void number(int value) {
    file.write(value >> 8);
    file.write(value);
  }

  /** Ends with another file, of which only the first marker is left out. */
  private byte[] append(byte[] jpeg) {
    file.write(jpeg, 2, jpeg.length - 2);
    return file.toByteArray();
  }

  private byte[] end() {
    return marker(EOI).file.toByteArray();
  }
}
