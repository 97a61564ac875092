package dev.retinagate.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The text of a key: {@code rg_} and 256 random bits in base64url. The prefix lets people and
 * scanners of repositories recognise a key that has leaked.
 *
 * <p>A plain SHA-256 is enough to keep such a key: a slow or salted hash protects passwords, which
 * can be guessed from a list. 256 random bits cannot be guessed at any speed, and no two keys are
 * equal.
 */
public final class ApiKey {

  /** Begins every key. */
  public static final String PREFIX = "rg_";

  private static final int RANDOM_BYTES = 32;

  /** 32 bytes are 43 characters of base64url. */
  private static final Pattern SHAPE = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

  private static final SecureRandom RANDOM = new SecureRandom();

  private ApiKey() {}

  /** A new key, for its client alone. */
  public static String newText() {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Whether a text could be a key. */
  public static boolean isWellFormed(String text) {
    return SHAPE.matcher(text).matches();
  }

  /** The SHA-256 of a key's text, 32 bytes. */
  public static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
