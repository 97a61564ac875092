package dev.retinagate.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The origins whose pages may read answers (Fetch, section 3.2): none, some, or any.
 *
 * @param any whether every origin may; {@code allowed} is empty then
 * @param allowed origins as browsers send them: scheme and host in lower case, no path
 */
public record Origins(boolean any, Set<String> allowed) {

  /** No origin but the gateway's own, which browsers do not check. */
  public static final Origins NONE = new Origins(false, Set.of());

  private static final String ANY = "*";

  /** A scheme, a host and perhaps a port. A slash at the end would never equal what comes. */
  private static final Pattern ORIGIN =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9.:_\\[\\]-]+");

  /**
   * Reads origins separated by commas, or {@code *}.
   *
   * @throws IllegalArgumentException if one is none, or {@code *} stands among others
   */
  static Origins parse(String text) {
    if (text.equals(ANY)) {
      return new Origins(true, Set.of());
    }
    return new Origins(
        false,
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .peek(Origins::check)
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static void check(String origin) {
    if (!ORIGIN.matcher(origin).matches()) {
      throw new IllegalArgumentException(origin);
    }
  }

  /** Whether no origin may. */
  public boolean isEmpty() {
    return !any && allowed.isEmpty();
  }

  /** Whether pages of this origin may, as the header {@code Origin} has it. */
  public boolean allows(String origin) {
    return any || allowed.contains(origin);
  }
}
