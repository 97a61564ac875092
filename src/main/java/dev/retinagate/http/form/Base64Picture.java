package dev.retinagate.http.form;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Decodes base64 (RFC 4648, section 4) as its characters come, and passes the bytes on. Reads what
 * {@link java.util.Base64#getDecoder} reads: no line breaks, and padding may be left out. After
 * {@link #flush}, never more bytes have been passed on than characters were read, so that the sink
 * needs no more room than the piece has bytes.
 */
final class Base64Picture {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final char PAD = '=';
  private static final int GROUP_CHARACTERS = 4;
  private static final int GROUP_BYTES = 3;
  private static final int BUFFER_BYTES = 6 << 10;

  /** By the value of a byte; -1 for a byte that is no character of base64. */
  private static final byte[] VALUES = new byte[256];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      VALUES[ALPHABET.charAt(i)] = (byte) i;
    }
  }

  private final BodySink sink;
  private final int maxBytes;
  private final byte[] decoded = new byte[BUFFER_BYTES];
  private int length;
  private int passedOn;
  private int bits;
  private int charactersOfGroup;
  private int padding;

  /**
   * A decoder that has read nothing.
   *
   * @param maxBytes most decoded bytes
   * @param sink receives them
   */
  Base64Picture(int maxBytes, BodySink sink) {
    this.maxBytes = maxBytes;
    this.sink = sink;
  }

  /**
   * Reads whole groups of four characters, as far as there are any.
   *
   * @return the index of the first byte that was not read; {@link #read} reads it
   */
  int readGroups(byte[] from, int begin, int end) throws BodyException {
    int i = begin;
    if (charactersOfGroup > 0 || padding > 0) {
      return i;
    }
    for (; end - i >= GROUP_CHARACTERS; i += GROUP_CHARACTERS) {
      int a = VALUES[from[i] & 0xff];
      int b = VALUES[from[i + 1] & 0xff];
      int c = VALUES[from[i + 2] & 0xff];
      int d = VALUES[from[i + 3] & 0xff];
      if ((a | b | c | d) < 0) {
        return i;
      }
      if (decoded.length - length < GROUP_BYTES) {
        flush();
      }
      decoded[length] = (byte) (a << 2 | b >> 4);
      decoded[length + 1] = (byte) (b << 4 | c >> 2);
      decoded[length + 2] = (byte) (c << 6 | d);
      length += GROUP_BYTES;
    }
    return i;
  }

  /**
   * Reads one character.
   *
   * @throws BodyException if base64 cannot have it here
   */
  void read(int character) throws BodyException {
    if (character == PAD) {
      pad();
      return;
    }
    int value = character < VALUES.length ? VALUES[character] : -1;
    if (value < 0 || padding > 0) {
      throw malformed("has a character that is not of base64");
    }
    bits = bits << 6 | value;
    charactersOfGroup++;
    if (charactersOfGroup > 1) {
      if (length == decoded.length) {
        flush();
      }
      // 12, 18 or 24 bits have come; all but the last 4, 2 or 0 are bytes that are complete.
      decoded[length] = (byte) (bits >> (2 * (GROUP_CHARACTERS - charactersOfGroup)));
      length++;
    }
    if (charactersOfGroup == GROUP_CHARACTERS) {
      charactersOfGroup = 0;
      bits = 0;
    }
  }

  /**
   * Passes on what is decoded.
   *
   * @throws BodyException if the picture is too large
   */
  void flush() throws BodyException {
    if (length > maxBytes - passedOn) {
      throw BodyException.pictureTooLarge(
          "The decoded picture has more than "
              + maxBytes
              + " bytes. Send a smaller or more compressed picture.");
    }
    if (length > 0) {
      sink.pictureBytes(ByteBuffer.wrap(decoded, 0, length));
      passedOn += length;
      length = 0;
    }
  }

  /**
   * All characters have come.
   *
   * @throws BodyException if the last group is incomplete, or the picture is too large
   */
  void end() throws BodyException {
    boolean halfPadded = padding > 0 && charactersOfGroup + padding < GROUP_CHARACTERS;
    if (charactersOfGroup == 1 || halfPadded) {
      throw malformed("ends within a group of four characters");
    }
    flush();
  }

  private void pad() throws BodyException {
    if (charactersOfGroup < 2 || charactersOfGroup + padding == GROUP_CHARACTERS) {
      throw malformed("has '=' where base64 cannot have it");
    }
    padding++;
  }

  private static BodyException malformed(String what) {
    return BodyException.malformed(
        "The picture "
            + what
            + ". Send it in base64 of RFC 4648, section 4, without line breaks (base64 -w0).");
  }
}
