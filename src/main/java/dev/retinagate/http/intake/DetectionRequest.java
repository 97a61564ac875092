package dev.retinagate.http.intake;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.worker.AnnotationFormat;
import java.util.Optional;

/**
 * What a request asks for.
 *
 * @param model the index of the model that looks at the pictures
 * @param query what is wanted of the detector
 * @param annotation the format of the annotated picture, if the answer needs one
 * @param wish what the protocol itself has to know again when it writes the answer, of a type of
 *     its own; nothing else reads it
 */
public record DetectionRequest(
    int model, DetectionQuery query, Optional<AnnotationFormat> annotation, Optional<Object> wish) {

  /** A request of a protocol that writes each answer in the same way. */
  public DetectionRequest(int model, DetectionQuery query, Optional<AnnotationFormat> annotation) {
    this(model, query, annotation, Optional.empty());
  }
}
