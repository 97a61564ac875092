package dev.retinagate.http.form;

import dev.retinagate.http.form.HeaderParameters.Parameter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes the names of a form from header text, which has one character a byte (ISO-8859-1).
 * Clients escape names in several ways; a name that fits none of them stays as sent.
 */
final class NameDecoder {

  /** RFC 2047 section 2; RFC 2231 section 5 adds a language behind the charset. */
  private static final Pattern ENCODED_WORD =
      Pattern.compile("=\\?([^?*\\s]+)(?:\\*[^?\\s]*)?\\?([BbQq])\\?([^?\\s]*)\\?=[ \\t]*");

  private NameDecoder() {}

  /** A {@code name} or {@code filename} parameter. */
  static String decode(Parameter parameter) {
    String text = text(parameter.quoted() ? unescape(parameter.raw()) : parameter.raw());
    return encodedWords(text).orElse(text);
  }

  /**
   * The value of a {@code filename*} parameter (RFC 5987 section 3.2), {@code UTF-8''a%20b.jpg}.
   * Empty if the value has another form, an unsupported charset or bytes invalid in its charset.
   */
  static Optional<String> decodeExtended(Parameter parameter) {
    String[] pieces = parameter.raw().split("'", 3);
    return pieces.length < 3
        ? Optional.empty()
        : charset(pieces[0]).flatMap(charset -> unhex(pieces[2], '%').flatMap(strictly(charset)));
  }

  /**
   * Undoes {@code \"} and {@code \\}, and the three escapes of browsers: {@code %22}, {@code %0D}
   * and {@code %0A} (WHATWG HTML, "multipart/form-data"). Browsers escape no other character, not
   * even the per cent sign: decoding {@code %20} would change a name.
   */
  private static String unescape(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    int at = 0;
    while (at < raw.length()) {
      if (raw.charAt(at) == '\\' && HeaderParameters.isEscape(raw, at)) {
        text.append(raw.charAt(at + 1));
        at += 2;
      } else if (raw.startsWith("%22", at)) {
        text.append('"');
        at += 3;
      } else if (raw.regionMatches(true, at, "%0D", 0, 3)) {
        text.append('\r');
        at += 3;
      } else if (raw.regionMatches(true, at, "%0A", 0, 3)) {
        text.append('\n');
        at += 3;
      } else {
        text.append(raw.charAt(at));
        at++;
      }
    }
    return text.toString();
  }

  /** Decodes as UTF-8 if the bytes are valid, else as ISO-8859-1, which loses no byte. */
  static String text(String header) {
    return strictly(StandardCharsets.UTF_8)
        .apply(header.getBytes(StandardCharsets.ISO_8859_1))
        .orElse(header);
  }

  /** Decodes a value of encoded words only: a file may have the name {@code =?a}. */
  private static Optional<String> encodedWords(String value) {
    if (!value.startsWith("=?")) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(value.length());
    Matcher word = ENCODED_WORD.matcher(value);
    while (word.lookingAt()) {
      Optional<String> decoded = encodedWord(word.group(1), word.group(2), word.group(3));
      if (decoded.isEmpty()) {
        return Optional.empty();
      }
      text.append(decoded.get());
      if (word.end() == value.length()) {
        return Optional.of(text.toString());
      }
      word.region(word.end(), value.length());
    }
    return Optional.empty();
  }

  private static Optional<String> encodedWord(String charset, String encoding, String content) {
    return charset(charset)
        .flatMap(
            known ->
                (encoding.equalsIgnoreCase("B")
                        ? base64(content)
                        : unhex(content.replace('_', ' '), '='))
                    .flatMap(strictly(known)));
  }

  /** The charsets of RFC 5987, and ASCII. A lookup by the client's word would load any charset. */
  private static Optional<Charset> charset(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "UTF-8" -> Optional.of(StandardCharsets.UTF_8);
      case "ISO-8859-1" -> Optional.of(StandardCharsets.ISO_8859_1);
      case "US-ASCII" -> Optional.of(StandardCharsets.US_ASCII);
      default -> Optional.empty();
    };
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** The bytes of a text in which a sign and two hex digits stand for a byte. */
  private static Optional<byte[]> unhex(String text, char sign) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c > 0xff) {
        return Optional.empty();
      }
      if (c != sign) {
        bytes.write(c);
        continue;
      }
      if (at + 2 >= text.length()
          || !HexFormat.isHexDigit(text.charAt(at + 1))
          || !HexFormat.isHexDigit(text.charAt(at + 2))) {
        return Optional.empty();
      }
      bytes.write(HexFormat.fromHexDigits(text, at + 1, at + 3));
      at += 2;
    }
    return Optional.of(bytes.toByteArray());
  }

  private static Function<byte[], Optional<String>> strictly(Charset charset) {
    return bytes -> {
      try {
        // A new decoder reports invalid bytes; new String would replace them.
        return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      } catch (CharacterCodingException e) {
        return Optional.empty();
      }
    };
  }
}
