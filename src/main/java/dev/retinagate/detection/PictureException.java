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
    TOO_MUCH_WORK,
    /** Whole, as far as can be seen, but of a kind or size that the decoder does not take. */
    BEYOND_DECODER
  }

  private final Reason reason;

  /** A refusal with a message for the caller. */
  public PictureException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /**
   * The refusal of bytes that start as a picture and do not go on as one.
   *
   * @param format the format's name as people write it
   */
  public static PictureException damaged(String format) {
    return new PictureException(
        Reason.UNDECODABLE,
        "The %s picture is damaged or cut short; send the complete file.".formatted(format));
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
