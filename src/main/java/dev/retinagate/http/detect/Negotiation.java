package dev.retinagate.http.detect;

import java.util.Locale;
import java.util.Optional;

/**
 * Chooses between JSON and an annotated picture (RFC 9110, 12.5.1). Pure.
 *
 * <p>The greatest quality wins; of equals, what the caller named more exactly; of equals again
 * JSON, then JPEG. Somebody who accepts none of them gets JSON, which the RFC allows and which
 * serves a caller better than an error.
 */
public final class Negotiation {

  private Negotiation() {}

  /**
   * The output to answer with.
   *
   * @param accept value of the Accept header, or null
   * @param annotate value of the query parameter, which has precedence
   */
  public static Output choose(String accept, Optional<Boolean> annotate) {
    if (annotate.isPresent() && !annotate.get()) {
      return Output.JSON;
    }
    Output best = annotate.isPresent() ? Output.JPEG : Output.JSON;
    if (accept == null) {
      return best;
    }
    Match bestMatch = Match.NONE;
    for (Output output : Output.values()) {
      if (annotate.isPresent() && output == Output.JSON) {
        continue;
      }
      Match match = match(accept, output.mediaType());
      if (match.isBetterThan(bestMatch)) {
        best = output;
        bestMatch = match;
      }
    }
    return best;
  }

  /** What the header says of a media type: its most exact range decides. */
  private static Match match(String accept, String mediaType) {
    String family = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
    Match found = Match.NONE;
    for (String range : accept.split(",", -1)) {
      String[] parts = range.split(";", -1);
      String type = parts[0].strip().toLowerCase(Locale.ROOT);
      int exactness = type.equals(mediaType) ? 3 : type.equals(family) ? 2 : isAny(type) ? 1 : 0;
      if (exactness > found.exactness()) {
        found = new Match(quality(parts), exactness);
      }
    }
    return found;
  }

  private static boolean isAny(String type) {
    return type.equals("*/*");
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }

  private record Match(double quality, int exactness) {

    static final Match NONE = new Match(0, 0);

    boolean isBetterThan(Match other) {
      return quality > other.quality
          || (quality > 0 && quality == other.quality && exactness > other.exactness);
    }
  }
}
