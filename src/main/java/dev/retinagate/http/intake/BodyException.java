package dev.retinagate.http.intake;

import dev.retinagate.http.problem.Failure;

/**
 * A body that is refused; the message is a sentence for the caller. Expected, so it has no stack
 * trace.
 */
public final class BodyException extends Exception {

  private static final long serialVersionUID = 1;

  /** Why a body is refused. */
  public enum Kind {
    /** The body is not what its type announces, or has parts that are not read. */
    MALFORMED,
    /** The body is understood; text in it passes a limit. */
    TOO_LARGE
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

  /** The failure that the caller is told. */
  Failure failure() {
    return switch (kind) {
      case MALFORMED -> new Failure.MalformedRequest(getMessage());
      case TOO_LARGE -> new Failure.FieldTooLarge(getMessage());
    };
  }

  public Kind kind() {
    return kind;
  }
}
