package dev.retinagate.detection;

/** The model or its engine failed; never caused by the bytes of a picture. */
public class DetectorException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A failure with a message alone. */
  public DetectorException(String message) {
    super(message);
  }

  /** A failure with the engine's own error. */
  public DetectorException(String message, Throwable cause) {
    super(message, cause);
  }
}
