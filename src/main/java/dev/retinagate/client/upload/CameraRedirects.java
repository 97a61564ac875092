package dev.retinagate.client.upload;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Set;

/**
 * Where a camera's answer sends the request. Vert.x would send all headers along; a password is for
 * the host that it was given for.
 */
public final class CameraRedirects {

  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private CameraRedirects() {}

  /** A client that follows them. */
  public static HttpClient client(Vertx vertx, PoolOptions pool) {
    return vertx.httpClientBuilder().with(pool).withRedirectHandler(CameraRedirects::next).build();
  }

  /** The next request; null if the answer sends it nowhere. */
  private static Future<RequestOptions> next(HttpClientResponse response) {
    String location = response.getHeader(HttpHeaders.LOCATION);
    if (location == null || !STATUSES.contains(response.statusCode())) {
      return null;
    }
    HttpClientRequest before = response.request();
    URI from = URI.create(before.absoluteURI());
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (to.getHost() == null || !SCHEMES.contains(to.getScheme())) {
      return null;
    }
    RequestOptions next =
        new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(to.toString());
    String password = before.headers().get(HttpHeaders.AUTHORIZATION);
    if (password != null && isSameHost(from, to)) {
      next.putHeader(HttpHeaders.AUTHORIZATION, password);
    }
    return Future.succeededFuture(next);
  }

  private static boolean isSameHost(URI from, URI to) {
    return from.getScheme().equals(to.getScheme())
        && from.getHost().equalsIgnoreCase(to.getHost())
        && from.getPort() == to.getPort();
  }
}
