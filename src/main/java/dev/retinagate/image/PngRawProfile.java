package dev.retinagate.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * EXIF as ImageMagick wrote it before PNG had a chunk for it: a text chunk whose text is a name, a
 * length, and the bytes in hexadecimal.
 */
final class PngRawProfile {

  private static final int TEXT = 0x74455874;
  private static final int COMPRESSED_TEXT = 0x7a545874;
  private static final byte[] EXIF_KEYWORD = keyword("exif");
  private static final byte[] APP1_KEYWORD = keyword("APP1");

  /** Most characters that are read: the tags come first, and the block may be a bomb. */
  private static final int MAX_TEXT_BYTES = 1 << 18;

  private static final int HEX = 16;

  private PngRawProfile() {}

  private static byte[] keyword(String type) {
    return ("Raw profile type " + type + "\0").getBytes(StandardCharsets.ISO_8859_1);
  }

  static boolean isOne(int type, ByteBuffer content) {
    return (type == TEXT || type == COMPRESSED_TEXT)
        && (startsWith(content, EXIF_KEYWORD) || startsWith(content, APP1_KEYWORD));
  }

  private static boolean startsWith(ByteBuffer content, byte[] prefix) {
    return content.limit() >= prefix.length
        && content.slice(0, prefix.length).equals(ByteBuffer.wrap(prefix));
  }

  /** The block of a chunk that {@link #isOne}; empty if it cannot be read. */
  static Optional<ByteBuffer> exif(ByteBuffer content) {
    ByteBuffer text = content.slice(EXIF_KEYWORD.length, content.limit() - EXIF_KEYWORD.length);
    if (!text.hasRemaining()) {
      return Optional.empty();
    }
    // Compressed text begins with the method, 0; the other form begins with a line feed.
    return bytes(text.get(0) == 0 ? inflated(text.slice(1, text.limit() - 1)) : text);
  }

  private static ByteBuffer inflated(ByteBuffer deflated) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(deflated);
      byte[] text = new byte[MAX_TEXT_BYTES];
      int length = 0;
      int more = inflater.inflate(text);
      while (more > 0) {
        length += more;
        more = inflater.inflate(text, length, text.length - length);
      }
      return ByteBuffer.wrap(text, 0, length).slice();
    } catch (DataFormatException e) {
      return ByteBuffer.allocate(0);
    } finally {
      inflater.end();
    }
  }

  /** Skips the name and the length, and reads the digits behind. */
  private static Optional<ByteBuffer> bytes(ByteBuffer text) {
    int end = Math.min(text.limit(), MAX_TEXT_BYTES);
    int at = wordEnd(text, wordEnd(text, 0, end), end);
    ByteBuffer bytes = ByteBuffer.allocate(end / 2 + 1);
    int high = -1;
    for (; at < end; at++) {
      int digit = Character.digit(text.get(at), HEX);
      if (digit >= 0 && high >= 0) {
        bytes.put((byte) (high * HEX + digit));
        high = -1;
      } else if (digit >= 0) {
        high = digit;
      }
    }
    return bytes.position() == 0 ? Optional.empty() : Optional.of(bytes.flip().slice());
  }

  private static int wordEnd(ByteBuffer text, int from, int end) {
    int at = from;
    while (at < end && text.get(at) <= ' ') {
      at++;
    }
    while (at < end && text.get(at) > ' ') {
      at++;
    }
    return at;
  }
}
