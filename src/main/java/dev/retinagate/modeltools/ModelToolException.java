package dev.retinagate.modeltools;

/** A model file cannot be imported; the message says what was expected and what was found. */
public final class ModelToolException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A file that is not what the importer understands. */
  public ModelToolException(String message) {
    super(message);
  }

  /** A file that cannot be read or written. */
  public ModelToolException(String message, Throwable cause) {
    super(message, cause);
  }
}
