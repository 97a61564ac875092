package dev.retinagate.detection;

/**
 * The caller's picture cannot be used. Expected in daily work, so it carries no stack trace.
 *
 * <p>The message is written for the caller: what is wrong and what to send instead.
 */
public final class PictureException extends Exception {

  private static final long serialVersionUID = 1;

  /** What is wrong with the picture. */
  public enum Reason {
    /** No bytes at all. */
    EMPTY,
    /** Not a picture, or of a format that is not decoded. */
    UNSUPPORTED_FORMAT,
    /** Of a known format, but damaged or cut short. */
    UNDECODABLE,
    /** Its header announces more pixels than allowed; nothing was decoded. */
    TOO_MANY_PIXELS,
    /** A side is shorter than a detector can use. */
    TOO_SMALL,
    /** Decoding would cost more than its pixels explain; nothing was decoded. */
    TOO_MUCH_WORK
  }

  private final Reason reason;

  /** A refusal with a message for the caller. */
  public PictureException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
