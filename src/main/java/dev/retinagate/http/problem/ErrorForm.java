package dev.retinagate.http.problem;

/**
 * How a protocol writes an error. A protocol gives its form to the {@link FailureHandler} of its
 * routes; {@link ProblemJson#FORM} is the gateway's own. Called on event loops: pure and quick.
 */
@FunctionalInterface
public interface ErrorForm {

  /**
   * Writes one error.
   *
   * @param problem the error
   * @param requestId the request's id, which the header {@code X-Request-Id} has as well
   */
  ErrorReply render(Problem problem, String requestId);
}
