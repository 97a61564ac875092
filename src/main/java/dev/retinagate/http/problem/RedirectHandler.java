package dev.retinagate.http.problem;

import dev.retinagate.http.reply.CallerAddress;
import dev.retinagate.http.reply.Replies;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.function.IntSupplier;

/**
 * Sends clients that came in cleartext to the same path of the listener for HTTPS. By 308, so that
 * a client posts its picture again instead of getting the page (RFC 9110, 15.4.9).
 */
public final class RedirectHandler implements Handler<RoutingContext> {

  private static final int PERMANENT_REDIRECT = 308;
  private static final int PORT_OF_HTTPS = 443;

  private final CallerAddress callerAddress;
  private final IntSupplier tlsPort;
  private final LingeringClose lingeringClose;

  /**
   * A handler for all routes behind it.
   *
   * @param callerAddress knows the proxies that may say that the client speaks TLS with them
   * @param tlsPort the port for HTTPS
   * @param lingeringClose sees to pictures that come with the request
   */
  public RedirectHandler(
      CallerAddress callerAddress, IntSupplier tlsPort, LingeringClose lingeringClose) {
    this.callerAddress = callerAddress;
    this.tlsPort = tlsPort;
    this.lingeringClose = lingeringClose;
  }

  @Override
  public void handle(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    if (callerAddress.isHttps(request)) {
      ctx.next();
      return;
    }
    HostAndPort authority = request.authority();
    if (authority == null) {
      ctx.fail(
          new FailedRequest(
              new Failure.MalformedRequest("HTTPS is needed here; the request names no host.")));
      return;
    }
    String location = location(authority.host(), request);
    ctx.response()
        .setStatusCode(PERMANENT_REDIRECT)
        .putHeader(HttpHeaders.LOCATION, location)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    lingeringClose.answer(
        ctx,
        () ->
            Replies.send(
                ctx, "text/plain; charset=utf-8", Buffer.buffer("Use " + location + "\n")));
  }

  private String location(String host, HttpServerRequest request) {
    int port = tlsPort.getAsInt();
    String path = request.path();
    String query = request.query();
    return "https://"
        + host
        + (port == PORT_OF_HTTPS ? "" : ":" + port)
        // An asterisk, as in OPTIONS *, is no path.
        + (path != null && path.startsWith("/") ? path : "/")
        + (query == null ? "" : "?" + query);
  }
}
