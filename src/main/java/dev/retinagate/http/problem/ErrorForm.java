package dev.retinagate.http.problem;

/** How a protocol tells its clients that a request has failed. Pure. */
@FunctionalInterface
public interface ErrorForm {

  /** The answer to a failed request; headers that the problem has are sent beside it. */
  ErrorReply render(Problem problem, String requestId);
}
