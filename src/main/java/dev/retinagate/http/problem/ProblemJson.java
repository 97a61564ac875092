package dev.retinagate.http.problem;

/** Errors as {@code application/problem+json} (RFC 9457). */
public final class ProblemJson {

  /** The form of every error, unless a protocol has its own. */
  public static final ErrorForm FORM =
      (problem, requestId) ->
          new ErrorReply(
              problem.status(), "application/problem+json", problem.toJson(requestId).toBuffer());

  private ProblemJson() {}
}
