package dev.retinagate.http.connection;

/** The bytes of a request can be read in more than one way. The client gets the message. */
public final class AmbiguousRequestException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  AmbiguousRequestException(String message) {
    super(message);
  }

  /** Without a stack trace: nobody reads it, and a client may send many such requests. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
