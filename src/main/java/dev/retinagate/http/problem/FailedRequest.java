package dev.retinagate.http.problem;

/** Carries a {@link Failure} to the failure handler. Expected, so it has no stack trace. */
public final class FailedRequest extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  public FailedRequest(Failure failure) {
    super(failure.toString(), null, false, false);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
