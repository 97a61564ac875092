package dev.retinagate.http.deepstack;

import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.ErrorReply;
import dev.retinagate.http.problem.Problem;
import dev.retinagate.http.reply.Replies;
import io.vertx.core.json.JsonObject;

/**
 * Errors as camera software reads them: the sentence in {@code error}, the HTTP status once more in
 * {@code code}. The clients tell 400, 403 and 500 apart by the status.
 */
final class DeepstackErrors {

  static final ErrorForm FORM = DeepstackErrors::render;

  private DeepstackErrors() {}

  private static ErrorReply render(Problem problem, String requestId) {
    JsonObject body =
        new JsonObject()
            .put("success", false)
            .put("error", problem.detail())
            .put("code", problem.status())
            .put("requestId", requestId);
    return new ErrorReply(problem.status(), Replies.JSON, body.toBuffer());
  }
}
