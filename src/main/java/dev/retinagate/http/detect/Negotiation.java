package dev.retinagate.http.detect;

import dev.retinagate.http.reply.Replies;
import dev.retinagate.worker.AnnotationFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses between JSON and an annotated picture (RFC 9110, 12.5.1). Pure.
 *
 * <p>The greatest quality wins; of equals, the type that the caller named more exactly; of equals
 * again JSON, then JPEG. A caller that accepts none of them gets JSON, which the RFC allows and
 * which helps more than an error.
 */
final class Negotiation {

  private static final List<AnnotationFormat> FORMATS =
      List.of(AnnotationFormat.JPEG, AnnotationFormat.PNG);

  private Negotiation() {}

  /**
   * The format of the annotated picture, empty if JSON is to be answered.
   *
   * @param accept value of the Accept header, or null
   * @param annotate value of the query parameter, which has precedence
   */
  static Optional<AnnotationFormat> annotation(String accept, Optional<Boolean> annotate) {
    if (annotate.isPresent() && !annotate.get()) {
      return Optional.empty();
    }
    Stream<Optional<AnnotationFormat>> annotated = FORMATS.stream().map(Optional::of);
    List<Optional<AnnotationFormat>> choices =
        annotate.isPresent()
            ? annotated.toList()
            : Stream.concat(Stream.of(Optional.<AnnotationFormat>empty()), annotated).toList();
    Optional<AnnotationFormat> best = choices.get(0);
    if (accept == null) {
      return best;
    }
    Match bestMatch = Match.NONE;
    for (Optional<AnnotationFormat> choice : choices) {
      Match match = match(accept, choice.map(AnnotationFormat::mediaType).orElse(Replies.JSON));
      if (match.isBetterThan(bestMatch)) {
        best = choice;
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
