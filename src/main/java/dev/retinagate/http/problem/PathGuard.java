package dev.retinagate.http.problem;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/**
 * Refuses paths that cannot be decoded before the router sees them: it would log each with a stack
 * trace and answer without a problem.
 */
public final class PathGuard implements Handler<HttpServerRequest> {

  private static final int HEX = 16;

  private final Handler<HttpServerRequest> router;
  private final InvalidRequestHandler invalid;

  public PathGuard(Handler<HttpServerRequest> router, InvalidRequestHandler invalid) {
    this.router = router;
    this.invalid = invalid;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (isWellFormed(request.path())) {
      router.handle(request);
    } else {
      invalid.refuse(
          request,
          new Failure.MalformedRequest(
              "The path cannot be decoded: it has to begin with '/', and a '%' needs two hex digits."));
    }
  }

  static boolean isWellFormed(String path) {
    if (path == null || !path.startsWith("/")) {
      return false;
    }
    for (int i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 1)) {
      boolean escape =
          i + 2 < path.length()
              && Character.digit(path.charAt(i + 1), HEX) >= 0
              && Character.digit(path.charAt(i + 2), HEX) >= 0;
      if (!escape) {
        return false;
      }
    }
    return true;
  }
}
