package dev.retinagate.model;

import dev.retinagate.detection.DetectorException;

/** A model is missing, damaged or of another kind; the message names the file and the remedy. */
public final class ModelException extends DetectorException {

  private static final long serialVersionUID = 1;

  /** A failure without a cause of its own. */
  public ModelException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
