package dev.retinagate.engine;

/** The engine refused a network or failed while running it. */
public final class SessionException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What was attempted, and the engine's own error. */
  public SessionException(String message, Throwable cause) {
    super(message, cause);
  }
}
