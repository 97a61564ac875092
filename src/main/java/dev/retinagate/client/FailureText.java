package dev.retinagate.client;

/** What a failure tells a person. */
public final class FailureText {

  private FailureText() {}

  /** The failure's message, or its kind: a connection that closed meanwhile has no message. */
  public static String of(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
