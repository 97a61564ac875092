package dev.retinagate.client.upload;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What the first and the last bytes tell: whether something is a picture, and whether all of it is
 * there. Signatures as in the specifications of the formats (ITU-T T.81; PNG, 5.2; RIFF; BMP).
 */
final class PictureSignature {

  /** The first bytes that are looked at. */
  static final int HEAD_BYTES = 12;

  /** The last bytes that are looked at: a PNG's whole last chunk. */
  static final int TAIL_BYTES = 12;

  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8};
  private static final byte[] JPEG_END = {(byte) 0xff, (byte) 0xd9};
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
  private static final byte[] PNG_END = "IEND".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] RIFF = "RIFF".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BMP = {'B', 'M'};
  private static final int PNG_END_OFFSET = 4;
  private static final int RIFF_LENGTH_OFFSET = 4;
  private static final int RIFF_HEADER_BYTES = 8;
  private static final int BMP_LENGTH_OFFSET = 2;
  private static final long UNSIGNED = 0xffff_ffffL;

  private PictureSignature() {}

  /** Whether bytes begin as those of a picture. */
  static boolean isPicture(byte[] head) {
    return starts(head, 0, JPEG)
        || starts(head, 0, PNG)
        || starts(head, 0, RIFF)
        || starts(head, 0, BMP);
  }

  /**
   * Whether a file ends where its format says. A file that does not may still be whole: some
   * cameras write more behind the picture.
   *
   * @param head the first bytes, fewer than {@link #HEAD_BYTES} if the file is shorter
   * @param tail the last bytes, likewise
   * @param length of the whole file
   */
  static boolean isWhole(byte[] head, byte[] tail, long length) {
    if (head.length < HEAD_BYTES || tail.length < TAIL_BYTES) {
      return false;
    } else if (starts(head, 0, JPEG)) {
      return starts(tail, TAIL_BYTES - JPEG_END.length, JPEG_END);
    } else if (starts(head, 0, PNG)) {
      return starts(tail, PNG_END_OFFSET, PNG_END);
    } else if (starts(head, 0, RIFF)) {
      return length >= littleEndian(head, RIFF_LENGTH_OFFSET) + RIFF_HEADER_BYTES;
    }
    return starts(head, 0, BMP) && length >= littleEndian(head, BMP_LENGTH_OFFSET);
  }

  /** What an answer without a picture is, for a person. */
  static String describe(Buffer bytes, String contentType) {
    String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    String begin =
        bytes
            .getString(0, Math.min(bytes.length(), HEAD_BYTES), "ISO-8859-1")
            .strip()
            .toLowerCase(Locale.ROOT);
    if (bytes.length() == 0) {
      return "it answers nothing";
    } else if (type.startsWith("text/html")
        || begin.startsWith("<!doctype")
        || begin.startsWith("<html")) {
      return "it answers a page (HTML), not a picture; is a login needed, as in http://name:password@host/?";
    }
    return "it answers no JPEG, PNG, WebP or BMP"
        + (type.matches("[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,40}.*")
            ? " but " + type.replaceAll("[;,\\s].*", "")
            : "");
  }

  private static boolean starts(byte[] bytes, int offset, byte[] prefix) {
    if (bytes.length < offset + prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[offset + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static long littleEndian(byte[] bytes, int offset) {
    return Integer.reverseBytes(ByteBuffer.wrap(bytes).getInt(offset)) & UNSIGNED;
  }
}
