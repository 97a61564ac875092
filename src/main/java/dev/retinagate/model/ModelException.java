package dev.retinagate.model;

import dev.retinagate.detection.DetectorException;

/** A model is missing, damaged or not understood; the message names the file and what to do. */
public final class ModelException extends DetectorException {

  private static final long serialVersionUID = 1;

  /** A failure told by its message alone. */
  public ModelException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
