package dev.retinagate.tls;

/** The certificate or its key cannot be used. The message is for a person: key, file and reason. */
public final class PemException extends Exception {

  private static final long serialVersionUID = 1;

  PemException(String message, Throwable cause) {
    super(message, cause);
  }
}
