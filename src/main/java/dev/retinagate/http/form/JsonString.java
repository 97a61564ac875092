package dev.retinagate.http.form;

/** Reads the characters of a JSON string (RFC 8259, section 7) byte by byte, escapes decoded. */
final class JsonString {

  /** No character is complete yet. */
  static final int NONE = -1;

  /** The closing quotation mark. */
  static final int END = -2;

  private static final int HEX = 16;
  private static final int UNICODE_DIGITS = 4;

  private boolean escaped;
  private int digitsToCome;
  private int unit;

  /** Whether the next byte stands for itself, unless it is a backslash or a quotation mark. */
  boolean isPlain() {
    return !escaped && digitsToCome == 0;
  }

  /**
   * Reads the next byte.
   *
   * @return a code unit of UTF-16; of a character beyond ASCII that is not escaped, each byte of
   *     UTF-8 by itself; or {@link #NONE} or {@link #END}
   * @throws BodyException if the byte is none of an escape that JSON has
   */
  int next(byte next) throws BodyException {
    int c = next & 0xff;
    if (digitsToCome > 0) {
      return hexDigit(c);
    } else if (escaped) {
      return afterBackslash(c);
    } else if (c == '\\') {
      escaped = true;
      return NONE;
    }
    return c == '"' ? END : c;
  }

  private int hexDigit(int c) throws BodyException {
    int digit = Character.digit(c, HEX);
    if (digit < 0) {
      throw malformed();
    }
    unit = unit << 4 | digit;
    digitsToCome--;
    return digitsToCome > 0 ? NONE : unit;
  }

  private int afterBackslash(int c) throws BodyException {
    escaped = false;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        digitsToCome = UNICODE_DIGITS;
        unit = 0;
        yield NONE;
      }
      default -> throw malformed();
    };
  }

  private static BodyException malformed() {
    return BodyException.malformed("A string of the JSON has an escape that JSON does not have.");
  }
}
