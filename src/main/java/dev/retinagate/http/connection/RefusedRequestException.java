package dev.retinagate.http.connection;

/**
 * A request that could be read in more than one way, or that is one of too many. The client gets
 * the message.
 */
public final class RefusedRequestException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  RefusedRequestException(String message) {
    super(message);
  }

  /** Without a stack trace: nobody reads it, and a client may send many such requests. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
