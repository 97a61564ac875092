package dev.retinagate.http.form;

/** Refuses a body; the message is for the client. Expected, so it has no stack trace. */
public final class BodyException extends Exception {

  private static final long serialVersionUID = 1;

  /** Why a body is refused. */
  public enum Kind {
    /** The body breaks the format that its type announces, or a part has an unsupported form. */
    MALFORMED,
    /** The text fields of the body exceed a limit. */
    TOO_LARGE,
    /** A picture that is encoded in the body has more bytes than are read. */
    PICTURE_TOO_LARGE
  }

  private final Kind kind;

  private BodyException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  static BodyException malformed(String message) {
    return new BodyException(Kind.MALFORMED, message);
  }

  static BodyException tooLarge(String message) {
    return new BodyException(Kind.TOO_LARGE, message);
  }

  static BodyException pictureTooLarge(String message) {
    return new BodyException(Kind.PICTURE_TOO_LARGE, message);
  }

  /** Why the body is refused. */
  public Kind kind() {
    return kind;
  }
}
