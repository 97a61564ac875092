package dev.retinagate.http.intake;

import dev.retinagate.http.form.FormLimits;
import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.FailedRequest;
import io.vertx.core.http.HttpServerRequest;

/**
 * One way to ask for detections over HTTP: how a request says what is wanted, and how outcomes and
 * failures are told. All else is {@link Intake}'s and the same for every protocol: admission, the
 * upload in bounded memory, the workers, the limits and the sending.
 *
 * <p>Called on event loops: nothing here blocks. An instance serves many requests at a time.
 */
public interface Protocol {

  /** The path of its {@code POST}, as a route of Vert.x Web has it. */
  String path();

  /**
   * What the request asks for, from its request line and headers. Called before a byte of the body
   * is read, and before admission.
   *
   * @throws FailedRequest if that is not a request of this protocol
   */
  DetectionRequest parse(HttpServerRequest request) throws FailedRequest;

  /**
   * How the body is read.
   *
   * @param limits of a form
   * @throws FailedRequest if the headers say that it cannot be
   */
  default BodyFormat bodyFormat(HttpServerRequest request, FormLimits limits) throws FailedRequest {
    return BodyFormat.pictureOrForm(request, limits);
  }

  /**
   * What the request asks for, now that its body is complete: a protocol whose parameters are
   * fields of a form reads them here.
   *
   * @param atHeaders what {@link #parse} returned
   * @throws FailedRequest if the body asks for what this protocol does not do
   */
  default DetectionRequest complete(DetectionRequest atHeaders, UploadedForm form)
      throws FailedRequest {
    return atHeaders;
  }

  /** The answer to a request of which at least one picture has an outcome to tell. */
  Answer answer(Answered answered);

  /** How this protocol tells that a request has failed. */
  ErrorForm errorForm();
}
