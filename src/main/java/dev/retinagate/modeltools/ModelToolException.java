package dev.retinagate.modeltools;

/**
 * A model cannot be imported, quantized or fetched; the message names the expected and the found.
 */
public final class ModelToolException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A file of another kind than expected. */
  public ModelToolException(String message) {
    super(message);
  }

  /** A file that cannot be read or written. */
  public ModelToolException(String message, Throwable cause) {
    super(message, cause);
  }
}
