package dev.retinagate.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a precision loses against fp32, as {@code model verify} measured it and wrote it into {@code
 * model.yaml}.
 *
 * @param accepted whether {@link Precision#AUTO} may choose the precision: written by the rule of
 *     {@code model verify}, and the operator's to change
 * @param pictures how many were compared
 * @param isa instruction set that the precision was computed with, such as {@code avx512_vnni}
 * @param detections fp32's and the precision's together, at the model's threshold
 * @param unmatched those of them that the other side lacks
 * @param beyond those that are matched, with scores farther apart than 0.02 or boxes than 2 px
 * @param scoreDifference the largest of matched detections
 * @param boxDifference the largest between sides of matched detections, in pixels of the picture
 * @param map COCO's mean average precision of both, by precision; empty without labels
 */
@JsonPropertyOrder({
  "accepted",
  "pictures",
  "isa",
  "detections",
  "unmatched",
  "beyond",
  "score-difference",
  "box-difference",
  "map"
})
public record PrecisionLoss(
    boolean accepted,
    int pictures,
    String isa,
    int detections,
    int unmatched,
    int beyond,
    double scoreDifference,
    double boxDifference,
    @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, Double> map) {

  /** Keeps an immutable copy in the same order. */
  public PrecisionLoss {
    map = Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
