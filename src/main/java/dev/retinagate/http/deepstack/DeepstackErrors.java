package dev.retinagate.http.deepstack;

import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.ErrorReply;
import dev.retinagate.http.problem.Problem;
import dev.retinagate.http.reply.Replies;
import io.vertx.core.json.JsonObject;

/**
 * Errors as camera software reads them: the sentence in {@code error}, the HTTP status once more in
 * {@code code}. The clients tell 400, 403 and 500 apart by the status; for them a picture that
 * cannot be answered, for whatever reason, is a 400.
 */
final class DeepstackErrors {

  static final ErrorForm FORM = DeepstackErrors::render;

  private static final int BAD_REQUEST = 400;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final int UNPROCESSABLE = 422;

  private DeepstackErrors() {}

  private static ErrorReply render(Problem problem, String requestId) {
    int status = status(problem);
    JsonObject body =
        new JsonObject()
            .put("success", false)
            .put("error", problem.detail())
            .put("code", status)
            .put("requestId", requestId);
    return new ErrorReply(status, Replies.JSON, body.toBuffer());
  }

  private static int status(Problem problem) {
    return switch (problem.status()) {
      case UNSUPPORTED_MEDIA_TYPE, UNPROCESSABLE -> BAD_REQUEST;
      default -> problem.status();
    };
  }
}
