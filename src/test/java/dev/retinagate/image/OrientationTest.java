package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first orientation of a file counts, wherever its format keeps it. */
class OrientationTest {

  private static final byte[] TURNED = tiff(6);
  private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
  private static final int PNG_HEADER_BYTES = 33;

  @ParameterizedTest
  @CsvSource({"1, BIG", "3, BIG", "4, BIG", "1, LITTLE", "3, LITTLE", "4, LITTLE"})
  void readsEveryTypeOfNumber(int type, String order) {
    ByteBuffer block = ByteBuffer.wrap(tiff(type, 6, order.startsWith("B")));

    assertThat(Orientation.of(List.of(block))).isEqualTo(Orientation.TURN_CLOCKWISE);
  }

  @Test
  void passesOverBlocksThatSayNothing() {
    List<ByteBuffer> blocks =
        List.of(
            ByteBuffer.wrap(new byte[0]),
            ByteBuffer.wrap("II*\0\u007f\u007f\u007f\u007f".getBytes(StandardCharsets.ISO_8859_1)),
            ByteBuffer.wrap(tiff(0)),
            ByteBuffer.wrap(tiff(9)),
            ByteBuffer.wrap(TURNED),
            ByteBuffer.wrap(tiff(3)));

    assertThat(Orientation.of(blocks)).isEqualTo(Orientation.TURN_CLOCKWISE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 8, 9})
  void theFirstBlockOfAJpegCounts(int second) throws Exception {
    byte[] file = jpegWith(joined(EXIF, TURNED), joined(EXIF, tiff(second)));

    assertThat(orientation(file)).isEqualTo(Orientation.TURN_CLOCKWISE);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 8, 17, 25})
  void aBlockOfAJpegThatIsSplitIsPutTogether(int at) throws Exception {
    byte[] first = java.util.Arrays.copyOf(TURNED, at);
    byte[] rest = java.util.Arrays.copyOfRange(TURNED, at, TURNED.length);

    assertThat(orientation(jpegWith(joined(EXIF, first), joined(EXIF, rest))))
        .isEqualTo(Orientation.TURN_CLOCKWISE);
  }

  @Test
  void otherSegmentsOfAJpegDoNotCount() throws Exception {
    byte[] xmp =
        "http://ns.adobe.com/xap/1.0/\0<x tiff:Orientation='3'/>"
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    assertThat(orientation(jpegWith(xmp, joined(EXIF, TURNED))))
        .isEqualTo(Orientation.TURN_CLOCKWISE);
  }

  @Test
  void theFirstChunkOfAPngCounts() throws Exception {
    assertThat(orientation(pngWith(chunk("eXIf", TURNED), chunk("eXIf", tiff(3)))))
        .isEqualTo(Orientation.TURN_CLOCKWISE);
    assertThat(orientation(pngWith(chunk("eXIf", joined(EXIF, TURNED)))))
        .isEqualTo(Orientation.TURN_CLOCKWISE);
  }

  @ParameterizedTest
  @CsvSource({"exif, zTXt", "exif, tEXt", "APP1, zTXt", "APP1, tEXt"})
  void theOlderFormOfAPngCounts(String keyword, String type) throws Exception {
    byte[] text = profile(joined(EXIF, TURNED));
    byte[] head = ("Raw profile type " + keyword + "\0").getBytes(StandardCharsets.ISO_8859_1);
    byte[] content =
        type.equals("zTXt")
            ? joined(head, joined(new byte[1], deflated(text)))
            : joined(head, text);

    assertThat(orientation(pngWith(chunk(type, content)))).isEqualTo(Orientation.TURN_CLOCKWISE);
    assertThat(orientation(pngWith(chunk(type, content), chunk("eXIf", tiff(3)))))
        .isEqualTo(Orientation.TURNED_180);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "\0x", "\n", "exif", "\nexif\n 9\n", "\nexif\n 9\nzz"})
  void anOlderFormThatIsDamagedSaysNothing(String rest) throws Exception {
    byte[] content = ("Raw profile type exif\0" + rest).getBytes(StandardCharsets.ISO_8859_1);

    assertThat(orientation(pngWith(chunk("zTXt", content)))).isEqualTo(Orientation.UPRIGHT);
    assertThat(orientation(pngWith(chunk("tEXt", content)))).isEqualTo(Orientation.UPRIGHT);
  }

  @Test
  void theFirstChunkOfAWebpCounts() throws Exception {
    byte[] file = Fixtures.format("orientation-6.webp").array();
    byte[] second = tiff(3);
    ByteBuffer longer =
        ByteBuffer.allocate(file.length + 8 + second.length).order(ByteOrder.LITTLE_ENDIAN);
    longer.put(file).put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(second.length);
    longer.put(second).putInt(4, longer.capacity() - 8);

    assertThat(orientation(longer.array())).isEqualTo(Orientation.TURN_CLOCKWISE);
  }

  private static Orientation orientation(byte[] file) throws Exception {
    return PictureHeader.read(ByteBuffer.wrap(file), PictureLimits.DEFAULT).orientation();
  }

  private static byte[] tiff(int orientation) {
    return tiff(3, orientation, true);
  }

  /** A TIFF structure with the tag alone, its value of type 1 (byte), 3 (short) or 4 (long). */
  private static byte[] tiff(int type, int orientation, boolean bigEndian) {
    ByteBuffer block = ByteBuffer.allocate(26);
    block.put((bigEndian ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    block.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    block.putShort((short) 42).putInt(8).putShort((short) 1);
    block.putShort((short) 0x0112).putShort((short) type).putInt(1);
    switch (type) {
      case 1 -> block.put((byte) orientation).put(new byte[3]);
      case 3 -> block.putShort((short) orientation).putShort((short) 0);
      default -> block.putInt(orientation);
    }
    return block.putInt(0).array();
  }

  private static byte[] jpegWith(byte[]... segments) {
    byte[] file = Fixtures.format("baseline.jpg").array();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, 2);
    for (byte[] segment : segments) {
      out.writeBytes(new byte[] {-1, (byte) 0xe1, 0, (byte) (segment.length + 2)});
      out.writeBytes(segment);
    }
    out.write(file, 2, file.length - 2);
    return out.toByteArray();
  }

  private static byte[] pngWith(byte[]... chunks) {
    byte[] file = Fixtures.format("rgb.png").array();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, PNG_HEADER_BYTES);
    for (byte[] chunk : chunks) {
      out.writeBytes(chunk);
    }
    out.write(file, PNG_HEADER_BYTES, file.length - PNG_HEADER_BYTES);
    return out.toByteArray();
  }

  private static byte[] chunk(String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length).putInt(content.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array(), 4, 4 + content.length);
    return chunk.putInt((int) checksum.getValue()).array();
  }

  /** As ImageMagick writes it: 36 bytes a line. */
  private static byte[] profile(byte[] block) {
    StringBuilder text = new StringBuilder("\nexif\n%8d".formatted(block.length));
    for (int i = 0; i < block.length; i++) {
      text.append(i % 36 == 0 ? "\n" : "").append("%02x".formatted(block[i]));
    }
    return text.append('\n').toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] deflated(byte[] text) {
    Deflater deflater = new Deflater();
    deflater.setInput(text);
    deflater.finish();
    byte[] out = new byte[1000];
    int length = deflater.deflate(out);
    deflater.end();
    return java.util.Arrays.copyOf(out, length);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
