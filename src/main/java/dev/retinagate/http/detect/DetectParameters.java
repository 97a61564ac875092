package dev.retinagate.http.detect;

import dev.retinagate.config.Numbers;
import dev.retinagate.config.Spelling;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Labels;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.ServedModels;
import dev.retinagate.detection.Suppression;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.reply.Quotation;
import io.vertx.core.MultiMap;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The query parameters of {@code POST /detect}, which are flags of {@code detect} as well. Pure.
 *
 * @param query what is wanted of the detector
 * @param annotate whether the picture itself is wanted, if that was said
 */
public record DetectParameters(DetectionQuery query, Optional<Boolean> annotate) {

  /** Labels that must not be there. */
  public static final String FORBID = "forbid";

  /** Labels that must be there. */
  public static final String EXPECT = "expect";

  /** Labels to count. */
  public static final String COUNT = "count";

  /** Polygons that rules refer to. */
  public static final String ZONE = "zone";

  /** Overlap above which the worse of two detections of a label is suppressed. */
  public static final String IOU = "iou";

  /** Whether the worse of two overlapping detections of different labels is suppressed, too. */
  public static final String AGNOSTIC = "agnostic";

  /**
   * Most detections that a request may ask for. More would make answers that are too large to be
   * written by an event loop.
   */
  private static final int MAX_DETECTIONS = 300;

  /** The model that looks at the pictures, by its name. */
  public static final String MODEL = "model";

  private static final String THRESHOLD = "threshold";
  private static final String MAX = "max";
  private static final String LABELS = "labels";
  private static final String ANNOTATE = "annotate";
  private static final List<String> NAMES =
      List.of(THRESHOLD, MAX, LABELS, FORBID, EXPECT, COUNT, ZONE, IOU, AGNOSTIC, ANNOTATE, MODEL);

  /**
   * Most detections that a request may ask of a model. A model finds no more than its own bound, so
   * a request for more would get less than it asks for.
   */
  public static int maxDetections(ModelDescription model) {
    return Math.min(MAX_DETECTIONS, model.thresholds().maxDetections());
  }

  /**
   * The index of the model that is asked for: the first if none is named.
   *
   * @throws FailedRequest naming all models, if none has that name
   */
  static int model(MultiMap query, ServedModels models) throws FailedRequest {
    String name = query.get(MODEL);
    if (name == null) {
      return 0;
    }
    return models
        .find(name)
        .orElseThrow(
            () ->
                bad(
                    "'model' is "
                        + Quotation.of(name)
                        + ", which is not served here; there "
                        + (models.count() == 1 ? "is " : "are ")
                        + String.join(", ", models.names())
                        + "."));
  }

  /**
   * Reads the parameters, {@link #MODEL} excepted.
   *
   * @param query the parameters; only {@code zone} may be there several times
   * @param byDefault threshold and max where they are not given; a model's lower bound holds for
   *     the default max
   * @throws FailedRequest naming the first parameter that is unknown, doubled or out of its rule
   */
  public static DetectParameters parse(
      MultiMap query, ModelDescription model, DetectionQuery byDefault) throws FailedRequest {
    for (String name : query.names()) {
      checkName(name, query.getAll(name).size());
    }
    float threshold =
        query.contains(THRESHOLD) ? share(THRESHOLD, query.get(THRESHOLD)) : byDefault.threshold();
    int max = query.contains(MAX) ? max(query.get(MAX), maxDetections(model)) : byDefault.max();
    return new DetectParameters(
        new DetectionQuery(
            threshold,
            max,
            query.contains(LABELS) ? classes(query.get(LABELS), model.labels()) : null,
            suppression(query, model),
            new RuleParameters(model, threshold).parse(query)),
        query.contains(ANNOTATE)
            ? Optional.of(isTrue(ANNOTATE, query.get(ANNOTATE)))
            : Optional.empty());
  }

  private static void checkName(String name, int times) throws FailedRequest {
    if (!NAMES.contains(name)) {
      throw bad(
          Quotation.of(name)
              + " is not a parameter; there are "
              + String.join(", ", NAMES)
              + (name.length() <= Quotation.MAX_LENGTH ? Spelling.hint(name, NAMES) : "")
              + ".");
    }
    if (times > 1 && !name.equals(ZONE)) {
      throw bad(Quotation.of(name) + " is given more than once.");
    }
  }

  private static Suppression suppression(MultiMap query, ModelDescription model)
      throws FailedRequest {
    OptionalDouble iou =
        query.contains(IOU)
            ? OptionalDouble.of(share(IOU, query.get(IOU)))
            : OptionalDouble.empty();
    boolean agnostic = query.contains(AGNOSTIC) && isTrue(AGNOSTIC, query.get(AGNOSTIC));
    return new Suppression(
        iou,
        agnostic
            ? OptionalDouble.of(iou.orElse(model.thresholds().iou()))
            : OptionalDouble.empty());
  }

  /** A number, 0..1. */
  private static float share(String name, String text) throws FailedRequest {
    return Numbers.share(text)
        .orElseThrow(() -> new FailedRequest(Failure.BadParameter.notAShare(name, text)));
  }

  private static int max(String text, int bound) throws FailedRequest {
    return Numbers.whole(text, bound)
        .orElseThrow(
            () ->
                bad(
                    "'max' is "
                        + Quotation.of(text)
                        + "; it has to be a whole number, 1.."
                        + bound
                        + (bound < MAX_DETECTIONS ? ", the most that this model finds." : ".")));
  }

  private static boolean isTrue(String name, String text) throws FailedRequest {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw bad("'" + name + "' is " + Quotation.of(text) + "; it has to be true or false.");
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
      classes.set(labels.find(name).orElseThrow(() -> unknownLabel(LABELS, name, labels)));
    }
    return classes;
  }

  static FailedRequest unknownLabel(String parameter, String name, Labels labels) {
    return unknown(
        parameter, name, "a label of this model", labels.names(), "; GET /models lists them.");
  }

  /**
   * A word that is not known.
   *
   * @param what the word has to be
   * @param known the words that are known
   * @param otherwise told when no known word is near
   */
  static FailedRequest unknown(
      String parameter, String word, String what, List<String> known, String otherwise) {
    List<String> near =
        word.length() <= Quotation.MAX_LENGTH ? Spelling.nearest(word, known) : List.of();
    return bad(
        "'"
            + parameter
            + "' has "
            + Quotation.of(word.strip())
            + ", which is not "
            + what
            + (near.isEmpty() ? otherwise : " (did you mean " + String.join(" or ", near) + "?)."));
  }

  static FailedRequest bad(String detail) {
    return new FailedRequest(new Failure.BadParameter(detail));
  }
}
