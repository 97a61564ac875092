package dev.retinagate.worker;

/** How an annotated picture is encoded. */
public enum AnnotationFormat {
  /** Small, with the artefacts of lossy compression. */
  JPEG("image/jpeg"),
  /** Exact, and several times as large. */
  PNG("image/png");

  private final String mediaType;

  AnnotationFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The media type, as HTTP headers have it. */
  public String mediaType() {
    return mediaType;
  }
}
