package dev.retinagate.abuse;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Things drawn at random. Text is a character a byte (ISO 8859-1). */
final class Noise {

  private static final String TOKEN =
      "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private Noise() {}

  @SafeVarargs
  static <T> T oneOf(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** From {@code least} to {@code most}, both included. */
  static int between(Random random, int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Any characters, also those that HTTP has a meaning for. */
  static String text(Random random, int length) {
    return new String(bytes(random, length), StandardCharsets.ISO_8859_1);
  }

  /** Visible ASCII and blanks. */
  static String line(Random random, int length) {
    return random
        .ints(length, ' ', '~' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** What may be a method, or the name of a header. */
  static String token(Random random, int length) {
    StringBuilder token = new StringBuilder();
    for (int i = 0; i < length; i++) {
      token.append(TOKEN.charAt(random.nextInt(TOKEN.length())));
    }
    return token.toString();
  }
}
