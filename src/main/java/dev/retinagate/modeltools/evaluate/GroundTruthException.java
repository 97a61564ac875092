package dev.retinagate.modeltools.evaluate;

/**
 * Annotations that cannot be used. Expected in daily work, so it carries no stack trace; the
 * message is written for the user and names the file, and the line where there is one.
 */
public final class GroundTruthException extends Exception {

  private static final long serialVersionUID = 1;

  /** A refusal with a message for the user. */
  public GroundTruthException(String message) {
    super(message, null, false, false);
  }
}
