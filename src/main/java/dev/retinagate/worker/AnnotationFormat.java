package dev.retinagate.worker;

/** How an annotated picture is encoded. */
public enum AnnotationFormat {
  /** Small, with the artefacts of lossy compression. */
  JPEG,
  /** Exact, and several times as large. */
  PNG
}
