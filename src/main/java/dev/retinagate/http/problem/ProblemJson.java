package dev.retinagate.http.problem;

/** Failures as {@code application/problem+json} (RFC 9457). */
public final class ProblemJson {

  /** The form of everything that is not another protocol's. */
  public static final ErrorForm FORM =
      (problem, requestId) ->
          new ErrorReply(
              problem.status(), Problem.MEDIA_TYPE, problem.toJson(requestId).toBuffer());

  private ProblemJson() {}
}
