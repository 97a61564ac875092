package dev.retinagate.http;

/** Carries a {@link Failure} to the failure handler. Expected, so it has no stack trace. */
final class FailedRequest extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  FailedRequest(Failure failure) {
    super(failure.toString(), null, false, false);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
