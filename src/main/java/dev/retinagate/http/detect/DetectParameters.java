package dev.retinagate.http.detect;

import dev.retinagate.config.Spelling;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Labels;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.reply.Quotation;
import io.vertx.core.MultiMap;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The query parameters of {@code POST /detect}. Pure.
 *
 * @param query what is wanted of the detector
 * @param annotate whether the picture itself is wanted, if that was said
 */
public record DetectParameters(DetectionQuery query, Optional<Boolean> annotate) {

  /**
   * Most detections that a request may ask for. More would make answers that are too large to be
   * written by an event loop.
   */
  public static final int MAX_DETECTIONS = 300;

  private static final String THRESHOLD = "threshold";
  private static final String MAX = "max";
  private static final String LABELS = "labels";
  private static final String ANNOTATE = "annotate";
  private static final List<String> NAMES = List.of(THRESHOLD, MAX, LABELS, ANNOTATE);

  /**
   * Reads the parameters.
   *
   * @throws FailedRequest naming the first parameter that is unknown, doubled or out of its rule
   */
  public static DetectParameters parse(MultiMap query, Labels labels, DetectionQuery byDefault)
      throws FailedRequest {
    for (String name : query.names()) {
      if (!NAMES.contains(name)) {
        throw bad(
            Quotation.of(name)
                + " is not a parameter; there are "
                + String.join(", ", NAMES)
                + (name.length() <= Quotation.MAX_LENGTH ? Spelling.hint(name, NAMES) : "")
                + ".");
      }
      if (query.getAll(name).size() > 1) {
        throw bad(Quotation.of(name) + " is given more than once.");
      }
    }
    float threshold =
        query.contains(THRESHOLD) ? threshold(query.get(THRESHOLD)) : byDefault.threshold();
    int max = query.contains(MAX) ? max(query.get(MAX)) : byDefault.max();
    BitSet classes = query.contains(LABELS) ? classes(query.get(LABELS), labels) : null;
    Optional<Boolean> annotate =
        query.contains(ANNOTATE) ? Optional.of(annotate(query.get(ANNOTATE))) : Optional.empty();
    return new DetectParameters(new DetectionQuery(threshold, max, classes), annotate);
  }

  private static float threshold(String text) throws FailedRequest {
    try {
      float value = Float.parseFloat(text);
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, as for a number out of range.
    }
    throw bad("'threshold' is " + Quotation.of(text) + "; it has to be a number, 0..1.");
  }

  private static int max(String text) throws FailedRequest {
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= MAX_DETECTIONS) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, as for a number out of range.
    }
    throw bad(
        "'max' is "
            + Quotation.of(text)
            + "; it has to be a whole number, 1.."
            + MAX_DETECTIONS
            + ".");
  }

  private static boolean annotate(String text) throws FailedRequest {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad("'annotate' is " + Quotation.of(text) + "; it has to be true or false.");
    };
  }

  private static BitSet classes(String text, Labels labels) throws FailedRequest {
    BitSet classes = new BitSet(labels.size());
    for (String name : text.split(",", -1)) {
      if (name.isBlank()) {
        throw bad(
            "'labels' has an empty label; separate labels by single commas, or leave 'labels' out"
                + " for all of them.");
      }
      OptionalInt id = labels.find(name);
      if (id.isEmpty()) {
        List<String> near =
            name.length() <= Quotation.MAX_LENGTH
                ? Spelling.nearest(name, labels.names())
                : List.of();
        throw bad(
            "'labels' has "
                + Quotation.of(name.strip())
                + ", which is not a label of this model"
                + (near.isEmpty()
                    ? "; GET /models lists them."
                    : " (did you mean " + String.join(" or ", near) + "?)."));
      }
      classes.set(id.getAsInt());
    }
    return classes;
  }

  private static FailedRequest bad(String detail) {
    return new FailedRequest(new Failure.BadParameter(detail));
  }
}
