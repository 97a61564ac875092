package dev.retinagate.http.intake;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.worker.AnnotationFormat;
import java.util.Optional;

/**
 * What a request asks for.
 *
 * @param query what is wanted of the detector
 * @param annotation the format of the annotated picture, if the answer needs one
 */
public record DetectionRequest(DetectionQuery query, Optional<AnnotationFormat> annotation) {}
