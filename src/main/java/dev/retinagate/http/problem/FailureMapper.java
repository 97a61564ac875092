package dev.retinagate.http.problem;

import dev.retinagate.http.problem.Failure.BadParameter;
import dev.retinagate.http.problem.Failure.BadPicture;
import dev.retinagate.http.problem.Failure.BodyTooLarge;
import dev.retinagate.http.problem.Failure.DeadlinePassed;
import dev.retinagate.http.problem.Failure.EncodedBody;
import dev.retinagate.http.problem.Failure.EngineFailed;
import dev.retinagate.http.problem.Failure.HeadersTooLarge;
import dev.retinagate.http.problem.Failure.MalformedRequest;
import dev.retinagate.http.problem.Failure.MethodNotAllowed;
import dev.retinagate.http.problem.Failure.NoPicture;
import dev.retinagate.http.problem.Failure.NotAdmitted;
import dev.retinagate.http.problem.Failure.NotFound;
import dev.retinagate.http.problem.Failure.UploadStalled;
import dev.retinagate.http.problem.Failure.UploadTooLong;
import dev.retinagate.http.problem.Failure.UploadTooSlow;
import dev.retinagate.http.problem.Failure.UriTooLong;
import java.time.Duration;
import java.util.Map;

/** The one place that knows which failure is which status. Pure. */
public final class FailureMapper {

  private static final long MILLIS_PER_SECOND = 1_000;

  private FailureMapper() {}

  /** The failure as it is told to the caller. */
  public static Problem problem(Failure failure) {
    if (failure instanceof BadParameter bad) {
      return plain("bad-parameter", "Bad parameter", 400, bad.detail());
    } else if (failure instanceof MalformedRequest malformed) {
      return plain("malformed-request", "Malformed request", 400, malformed.detail());
    } else if (failure instanceof NoPicture none) {
      return plain("no-picture", "No picture in the request", 400, none.detail());
    } else if (failure instanceof BadPicture bad) {
      return badPicture(bad);
    } else if (failure instanceof EncodedBody encoded) {
      return new Problem(
          "encoded-body",
          "Body in a content coding",
          415,
          "The body has Content-Encoding '"
              + encoded.coding()
              + "', which is not decoded. Send the picture as it is: pictures are compressed already.",
          Map.of("Accept-Encoding", "identity"));
    } else if (failure instanceof BodyTooLarge large) {
      return plain(
          "body-too-large",
          "Body too large",
          413,
          "The body is longer than "
              + large.maxBytes()
              + " bytes, the most that is accepted here. Send a smaller or more compressed picture.");
    } else if (failure instanceof Failure.FieldTooLarge field) {
      return plain("field-too-large", "Form field too large", 413, field.detail());
    } else if (failure instanceof UploadStalled stalled) {
      return plain(
          "upload-stalled",
          "Upload stalled",
          408,
          "Nothing of the body has come for "
              + stalled.silence().toMillis()
              + " ms. Send the request again.");
    } else if (failure instanceof UploadTooSlow slow) {
      return uploadTooSlow(
          "The body comes at less than " + slow.leastBytesPerSecond() + " bytes a second.");
    } else if (failure instanceof UploadTooLong tooLong) {
      return uploadTooSlow("The body was not complete after " + tooLong.most().toMillis() + " ms.");
    } else if (failure instanceof NotAdmitted refused) {
      return notAdmitted(refused);
    } else if (failure instanceof DeadlinePassed) {
      return plain(
          "deadline-passed",
          "Deadline passed in the queue",
          504,
          "No worker became free in time; the picture was not looked at. Send it again.");
    } else if (failure instanceof EngineFailed) {
      return plain(
          "engine-failed",
          "The engine failed",
          500,
          "The detection engine failed on this request; the picture is not at fault. Send it again.");
    } else if (failure instanceof NotFound) {
      return plain(
          "not-found",
          "Not found",
          404,
          "There is nothing at this path. See /docs for what there is.");
    } else if (failure instanceof MethodNotAllowed method) {
      return new Problem(
          "method-not-allowed",
          "Method not allowed",
          405,
          "This path takes " + method.allow() + ".",
          Map.of("Allow", method.allow()));
    } else if (failure instanceof UriTooLong) {
      return plain(
          "uri-too-long",
          "Request line too long",
          414,
          "The request line is too long; shorten it.");
    } else if (failure instanceof HeadersTooLarge) {
      return plain(
          "headers-too-large", "Headers too large", 431, "The headers are too long; send fewer.");
    }
    return plain(
        "internal",
        "Internal error",
        500,
        "A defect of the gateway. Report it with the request id.");
  }

  private static Problem badPicture(BadPicture bad) {
    return switch (bad.reason()) {
      case EMPTY -> plain("no-picture", "No picture in the request", 400, bad.message());
      case UNDECODABLE -> plain("undecodable", "Picture cannot be decoded", 400, bad.message());
      case UNSUPPORTED_FORMAT ->
          plain("unsupported-format", "Not a picture format that is decoded", 415, bad.message());
      case TOO_MANY_PIXELS ->
          plain("too-many-pixels", "Picture has too many pixels", 422, bad.message());
      case TOO_SMALL -> plain("too-small", "Picture is too small", 422, bad.message());
    };
  }

  /** What {@code Retry-After} tells: whole seconds, at least one. */
  static Duration retryAfter(NotAdmitted refused) {
    return Duration.ofSeconds(
        Math.max(1, (refused.retryAfter().toMillis() + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND));
  }

  private static Problem uploadTooSlow(String how) {
    return plain(
        "upload-too-slow",
        "Upload too slow",
        408,
        how + " Send the request again on a faster line, or a smaller picture.");
  }

  private static Problem notAdmitted(NotAdmitted refused) {
    long seconds = retryAfter(refused).toSeconds();
    String again = " Send the request again in " + seconds + " s.";
    Map<String, String> retryAfter = Map.of("Retry-After", String.valueOf(seconds));
    return switch (refused.why()) {
      case FULL ->
          new Problem("full", "The node is full", 503, "Every place is taken." + again, retryAfter);
      case TOO_LATE ->
          new Problem(
              "no-time",
              "The deadline cannot be met",
              503,
              "The picture's turn would come after its deadline; it was not read." + again,
              retryAfter);
      case NO_BYTES ->
          new Problem(
              "full",
              "The node is full",
              503,
              "Uploads and answers in progress hold all the memory they may." + again,
              retryAfter);
      case STARTING ->
          new Problem(
              "starting",
              "The node is starting",
              503,
              "No worker is ready yet." + again,
              retryAfter);
      case DRAINING ->
          new Problem(
              "draining",
              "The node is shutting down",
              503,
              "Another node may take the request." + again,
              retryAfter);
      case NO_WORKER ->
          new Problem(
              "no-worker",
              "No worker is alive",
              503,
              "The detection engine is being restarted." + again,
              retryAfter);
    };
  }

  private static Problem plain(String kind, String title, int status, String detail) {
    return new Problem(kind, title, status, detail, Map.of());
  }
}
