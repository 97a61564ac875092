package dev.retinagate.http.reply;

import dev.retinagate.config.Origins;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Lets pages of the configured origins read answers, errors included (CORS: Fetch, section 3.2).
 * Refuses nothing: the browser of a page of another origin keeps the answer from it.
 *
 * <p>Vert.x Web's handler does not fit: it answers 403 to every request with an origin that is not
 * configured, so to those of the gateway's own page as well, and it answers the preflight of a path
 * without knowing the path's methods.
 */
public final class CorsHandler implements Handler<RoutingContext> {

  /** Headers of responses that a page could not read otherwise. */
  private static final String EXPOSED =
      "X-Request-Id, X-Detections, X-Assessment, X-Annotated-Scale, Retry-After, WWW-Authenticate,"
          + " Allow";

  /** For so long a browser need not ask again. Chromium takes no more. */
  private static final Duration MAX_AGE = Duration.ofHours(2);

  /**
   * Names of headers, as a browser asks for them. Any is allowed: the gateway knows no cookies, so
   * that a header says only what the page itself knows, and each protocol has headers of its own.
   * Possessive: the matcher would otherwise go one call deeper for each name, to come back to it.
   */
  private static final Pattern HEADER_NAMES =
      Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]++(?: *+, *+[A-Za-z0-9!#$%&'*+.^_`|~-]++)*+");

  private final Origins origins;

  /**
   * A handler for all routes of a listener.
   *
   * @param origins whose pages may read answers
   */
  public CorsHandler(Origins origins) {
    this.origins = origins;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (!origins.isEmpty()) {
      // When the response is sent: a protocol sets its own Vary, which would replace an earlier
      // one, and the path's own handler names the methods.
      ctx.addHeadersEndHandler(sending -> addHeaders(ctx.request()));
    }
    ctx.next();
  }

  /** Adds the headers to a response that has everything else. */
  public void addHeaders(HttpServerRequest request) {
    if (origins.isEmpty()) {
      return;
    }
    HttpServerResponse response = request.response();
    if (!origins.any()) {
      // Also without an origin, else a cache would give that response to a page.
      response.headers().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null || !origins.allows(origin)) {
      return;
    }
    response
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origins.any() ? "*" : origin)
        .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    String allow = response.headers().get(HttpHeaders.ALLOW);
    if (isPreflight(request) && allow != null) {
      addPreflight(request, response, allow);
    }
  }

  private static boolean isPreflight(HttpServerRequest request) {
    return HttpMethod.OPTIONS.equals(request.method())
        && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }

  private static void addPreflight(
      HttpServerRequest request, HttpServerResponse response, String methods) {
    response
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods)
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, String.valueOf(MAX_AGE.toSeconds()));
    response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    String wanted = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    if (wanted != null && areNames(wanted.strip())) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, wanted.strip());
    }
  }

  static boolean areNames(String list) {
    return HEADER_NAMES.matcher(list).matches();
  }
}
