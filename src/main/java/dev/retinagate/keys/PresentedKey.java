package dev.retinagate.keys;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The key that the headers of a request present. Pure. */
public final class PresentedKey {

  /** RFC 6750; the scheme is case-insensitive (RFC 9110, 11.1). */
  private static final String BEARER = "bearer ";

  private PresentedKey() {}

  /**
   * The key of a request.
   *
   * @param authorization the values of {@code Authorization}; those of another scheme than Bearer
   *     are somebody else's and are left out
   * @param apiKey the values of {@code X-Api-Key}
   * @return empty if there is no key; a text that is no key if there are several that differ
   */
  public static Optional<String> of(List<String> authorization, List<String> apiKey) {
    List<String> keys =
        Stream.concat(
                authorization.stream()
                    .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                    .map(value -> value.substring(BEARER.length())),
                apiKey.stream())
            .map(String::strip)
            .distinct()
            .toList();
    return keys.size() > 1 ? Optional.of("") : keys.stream().findFirst();
  }
}
