package dev.retinagate.http.problem;

/**
 * Every kind of problem that a client can be answered with. The web page, {@code /docs} and {@code
 * openapi.yaml} explain each of them; a test compares the four.
 */
public enum ProblemType {
  BAD_PARAMETER("bad-parameter", "Bad parameter", 400),
  MALFORMED_REQUEST("malformed-request", "Malformed request", 400),
  NO_PICTURE("no-picture", "No picture in the request", 400),
  UNDECODABLE("undecodable", "Picture cannot be decoded", 400),
  NOT_AUTHENTICATED("not-authenticated", "Not authenticated", 401),
  NOT_FOUND("not-found", "Not found", 404),
  METHOD_NOT_ALLOWED("method-not-allowed", "Method not allowed", 405),
  UPLOAD_STALLED("upload-stalled", "Upload stalled", 408),
  UPLOAD_TOO_SLOW("upload-too-slow", "Upload too slow", 408),
  BODY_TOO_LARGE("body-too-large", "Body too large", 413),
  FORM_FIELDS_TOO_LARGE("form-fields-too-large", "Form fields too large", 413),
  URI_TOO_LONG("uri-too-long", "Request line too long", 414),
  ENCODED_BODY("encoded-body", "Body in a content coding", 415),
  UNSUPPORTED_FORMAT("unsupported-format", "Not a picture format that is decoded", 415),
  TOO_MANY_PIXELS("too-many-pixels", "Picture has too many pixels", 422),
  TOO_SMALL("too-small", "Picture is too small", 422),
  TOO_MUCH_WORK("too-much-work", "Picture takes too much work to decode", 422),
  BEYOND_DECODER("beyond-decoder", "Picture is beyond what the decoder takes", 422),
  RATE_EXCEEDED("rate-exceeded", "Too many requests", 429),
  HEADERS_TOO_LARGE("headers-too-large", "Headers too large", 431),
  ENGINE_FAILED("engine-failed", "The engine failed", 500),
  INTERNAL("internal", "Internal error", 500),
  FULL("full", "The node is full", 503),
  NO_TIME("no-time", "The deadline cannot be met", 503),
  STARTING("starting", "The node is starting", 503),
  DRAINING("draining", "The node is shutting down", 503),
  NO_WORKER("no-worker", "No worker is alive", 503),
  DEADLINE_PASSED("deadline-passed", "Deadline passed", 504);

  private final String kind;
  private final String title;
  private final int status;

  ProblemType(String kind, String title, int status) {
    this.kind = kind;
    this.title = title;
    this.status = status;
  }

  /** The last part of the type's URI. Clients compare it: it never changes. */
  public String kind() {
    return kind;
  }

  /** The kind in words, the same every time. */
  public String title() {
    return title;
  }

  /** The HTTP status, 400 to 599. */
  public int status() {
    return status;
  }
}
