package dev.retinagate.engine;

/** The engine refused a network or failed while running it. */
public final class SessionException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A failure: the message says what was attempted, the cause is the engine's error. */
  public SessionException(String message, Throwable cause) {
    super(message, cause);
  }
}
