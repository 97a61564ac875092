package dev.retinagate.http.connection;

/** The bytes of a request can be read in more than one way. The message is for the caller. */
public final class AmbiguousRequestException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  AmbiguousRequestException(String message) {
    super(message);
  }

  /** Where it was thrown helps nobody, and whoever sends such requests may send many. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
