package dev.retinagate.http.detect;

import dev.retinagate.worker.AnnotationFormat;
import java.util.Optional;

/** What a detection is answered with. */
public enum Output {
  /** The detections. */
  JSON("application/json"),
  /** The picture with the detections drawn, as JPEG. */
  JPEG("image/jpeg"),
  /** The picture with the detections drawn, as PNG. */
  PNG("image/png");

  private final String mediaType;

  Output(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  /** The format of the annotated picture, unless it is JSON that is wanted. */
  Optional<AnnotationFormat> annotation() {
    return switch (this) {
      case JSON -> Optional.empty();
      case JPEG -> Optional.of(AnnotationFormat.JPEG);
      case PNG -> Optional.of(AnnotationFormat.PNG);
    };
  }
}
