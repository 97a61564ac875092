package dev.retinagate.keys;

/** A key file cannot be used or changed. The message is for a person, and holds no key. */
public final class KeyFileException extends Exception {

  private static final long serialVersionUID = 1;

  /** What is wrong, the file's name included. */
  public KeyFileException(String message) {
    super(message);
  }

  /** What is wrong with the reading or writing. */
  public KeyFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
