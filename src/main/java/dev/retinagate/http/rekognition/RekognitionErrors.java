package dev.retinagate.http.rekognition;

import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.ErrorReply;
import dev.retinagate.http.problem.Problem;
import dev.retinagate.http.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * Errors as Amazon's SDKs read them: {@code {"__type": "…Exception", "Message": "…"}}, where the
 * type decides which exception the client's program sees, and the status whether the SDK tries
 * again. {@code __type} stands in the body: boto3 does not look for it in a header. Pure.
 */
final class RekognitionErrors {

  static final String MEDIA_TYPE = "application/x-amz-json-1.1";

  /** The SDKs show its value with each exception. */
  static final String REQUEST_ID = "x-amzn-RequestId";

  static final String UNKNOWN_OPERATION = "UnknownOperationException";
  static final String ACCESS_DENIED = "AccessDeniedException";
  static final String INVALID_S3_OBJECT = "InvalidS3ObjectException";

  static final ErrorForm FORM =
      (problem, requestId) ->
          new ErrorReply(
              status(problem.type()),
              MEDIA_TYPE,
              new JsonObject()
                  .put("__type", name(problem))
                  .put("Message", problem.detail())
                  .toBuffer(),
              Map.of(REQUEST_ID, requestId));

  private static final int BAD_REQUEST = 400;
  private static final int FIRST_SERVER_ERROR = 500;

  private RekognitionErrors() {}

  /** Every fault of the client's is a 400 but a slow upload, which the SDKs send again. */
  private static int status(ProblemType type) {
    return switch (type) {
      case UPLOAD_STALLED, UPLOAD_TOO_SLOW -> type.status();
      // As for a full node: the node had no time for the picture, and the SDKs slow down.
      case DEADLINE_PASSED -> ProblemType.FULL.status();
      default -> type.status() < FIRST_SERVER_ERROR ? BAD_REQUEST : type.status();
    };
  }

  private static String name(Problem problem) {
    return problem.code().orElseGet(() -> name(problem.type()));
  }

  private static String name(ProblemType type) {
    return switch (type) {
      case BAD_PARAMETER, NO_PICTURE, FORM_FIELDS_TOO_LARGE, TOO_SMALL ->
          "InvalidParameterException";
      case MALFORMED_REQUEST, ENCODED_BODY -> "SerializationException";
      case UNDECODABLE, UNSUPPORTED_FORMAT -> "InvalidImageFormatException";
      case BODY_TOO_LARGE, TOO_MANY_PIXELS, TOO_MUCH_WORK, BEYOND_DECODER ->
          "ImageTooLargeException";
      case NOT_AUTHENTICATED -> ACCESS_DENIED;
      case UPLOAD_STALLED, UPLOAD_TOO_SLOW -> "RequestTimeoutException";
      case FULL, NO_TIME, DEADLINE_PASSED, RATE_EXCEEDED -> "ThrottlingException";
      case STARTING, DRAINING, NO_WORKER, ENGINE_FAILED, INTERNAL -> "InternalServerError";
      // The listener refuses these before it knows the protocol.
      case NOT_FOUND, METHOD_NOT_ALLOWED, URI_TOO_LONG, HEADERS_TOO_LARGE -> UNKNOWN_OPERATION;
    };
  }
}
