package dev.retinagate.http.intake;

import dev.retinagate.http.form.BodyException;
import dev.retinagate.http.form.BodyReader;
import dev.retinagate.http.form.BodySink;
import dev.retinagate.http.form.FormLimits;
import dev.retinagate.http.form.FormType;
import dev.retinagate.http.form.MultipartReader;
import dev.retinagate.http.form.RawBody;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** How the body of one request is read; chosen at its headers, before there is anything to read. */
@FunctionalInterface
public interface BodyFormat {

  /** A reader that has read nothing. */
  BodyReader reader(BodySink sink);

  /**
   * A form if the content type says so, else one picture, whatever the content type says: the
   * picture's bytes tell its format.
   *
   * @throws FailedRequest if the content type is that of a form and has no boundary that can be
   *     used
   */
  static BodyFormat pictureOrForm(HttpServerRequest request, FormLimits limits)
      throws FailedRequest {
    String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (!FormType.isForm(contentType)) {
      return RawBody::new;
    }
    try {
      String boundary = FormType.boundary(contentType);
      return sink -> new MultipartReader(boundary, limits, sink);
    } catch (BodyException e) {
      throw new FailedRequest(failure(e));
    }
  }

  /** The failure that the client of a refused body is answered. */
  static Failure failure(BodyException refused) {
    return switch (refused.kind()) {
      case MALFORMED -> new Failure.MalformedRequest(refused.getMessage());
      case TOO_LARGE -> new Failure.FieldTooLarge(refused.getMessage());
      case PICTURE_TOO_LARGE -> new Failure.PictureTooLarge(refused.getMessage());
    };
  }
}
