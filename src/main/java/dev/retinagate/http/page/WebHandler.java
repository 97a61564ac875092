package dev.retinagate.http.page;

import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.reply.Replies;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;

/** Serves the web page, from memory, with a policy that lets it load nothing from elsewhere. */
public final class WebHandler implements Handler<RoutingContext> {

  private static final String ASSETS = "/assets/";
  private static final Map<String, String> FIXED =
      Map.of("/", "index.html", "/openapi.yaml", "openapi.yaml", "/docs", "docs.html");

  /** {@code blob:} and {@code data:} show the picture that the visitor has chosen. */
  private static final String POLICY =
      "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; "
          + "form-action 'self'; frame-ancestors 'none'";

  private static final int NOT_MODIFIED = 304;

  private final WebFiles files;

  public WebHandler(WebFiles files) {
    this.files = files;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Optional<WebFiles.WebFile> found = name(ctx.request().path()).flatMap(files::find);
    if (found.isEmpty()) {
      ctx.fail(new FailedRequest(new Failure.NotFound()));
      return;
    }
    WebFiles.WebFile file = found.get();
    HttpServerResponse response =
        ctx.response()
            .putHeader(HttpHeaders.ETAG, file.etag())
            // The page is to be the one of the running version: always asked for, seldom sent.
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
            .putHeader("Content-Security-Policy", POLICY)
            .putHeader("Referrer-Policy", "no-referrer");
    if (file.etag().equals(ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(NOT_MODIFIED).end();
      return;
    }
    Replies.send(ctx, file.contentType(), file.bytes());
  }

  private static Optional<String> name(String path) {
    return path.startsWith(ASSETS)
        ? Optional.of(path.substring(1))
        : Optional.ofNullable(FIXED.get(path));
  }
}
