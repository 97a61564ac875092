package dev.retinagate.http.intake;

import dev.retinagate.http.form.FormLimits;
import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.FailedRequest;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP API for detections: reads from a request what the client wants, and writes outcomes and
 * failures in its own form. {@link Intake} does everything else, in the same way for every
 * protocol: admission, the upload in bounded memory, the workers, the limits and the sending.
 *
 * <p>Event loops call the methods: one that blocks would stop all other requests of its event loop.
 * One instance serves many requests at the same time, so it holds no state of a request.
 */
public interface Protocol {

  /** The paths to which clients {@code POST}, in the syntax of a Vert.x Web route. */
  List<String> paths();

  /**
   * Answers that are the same for every request, by path: what clients ask before they send a
   * picture. Served to {@code GET}, {@code HEAD} and {@code POST}, before {@link #paths()}.
   */
  default Map<String, Answer> fixedAnswers() {
    return Map.of();
  }

  /**
   * The paths, as one route, whose clients expect {@link #errorForm()} even where there is nothing.
   * Empty if {@link #paths()} alone are the protocol's.
   */
  default Optional<String> realm() {
    return Optional.empty();
  }

  /**
   * Whether the requests are signed, so that the protocol itself knows the caller and no API key is
   * asked for.
   */
  default boolean signsRequests() {
    return false;
  }

  /** The field of a form that may have the API key; empty if only the headers may have it. */
  default Optional<String> keyField() {
    return Optional.empty();
  }

  /**
   * Whether a request to one of the paths is of this protocol. Others go on to the next route with
   * the path, which so may be that of a page as well.
   */
  default boolean takes(HttpServerRequest request) {
    return true;
  }

  /**
   * The longest body that the protocol reads. A longer one is refused at its Content-Length.
   *
   * @param configured the longest body of the node, in bytes
   * @return at most {@code configured}
   */
  default long maxBodyBytes(long configured) {
    return configured;
  }

  /**
   * Reads from the request line and the headers what the request asks for. Called before a byte of
   * the body is read, and before admission.
   *
   * @throws FailedRequest if the request line or a header is wrong in this protocol
   */
  DetectionRequest parse(HttpServerRequest request) throws FailedRequest;

  /**
   * Chooses how to read the body.
   *
   * @param limits for the body if it is a form
   * @throws FailedRequest if the headers show that the body cannot be read
   */
  default BodyFormat bodyFormat(HttpServerRequest request, FormLimits limits) throws FailedRequest {
    return BodyFormat.pictureOrForm(request, limits);
  }

  /**
   * Reads from the complete body what the request asks for: a protocol whose parameters are fields
   * of a form needs this. The others keep {@code atHeaders}. The body may have no picture, which
   * the intake refuses afterwards.
   *
   * @param atHeaders what {@link #parse} returned; its model stays
   * @throws FailedRequest if a field is wrong in this protocol
   */
  default DetectionRequest complete(DetectionRequest atHeaders, UploadedForm form)
      throws FailedRequest {
    return atHeaders;
  }

  /**
   * Writes the answer to a request that has not failed as a whole. Single pictures of a form may
   * have failed.
   */
  Answer answer(Answered answered);

  /** The form in which this protocol writes the error of a failed request. */
  ErrorForm errorForm();
}
