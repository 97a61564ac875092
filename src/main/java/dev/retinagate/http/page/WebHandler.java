package dev.retinagate.http.page;

import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.reply.Replies;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Serves the web page from memory, with a policy that forbids it to load anything from elsewhere.
 */
public final class WebHandler implements Handler<RoutingContext> {

  private static final List<String> FOLDERS = List.of("/assets/", "/schemas/");
  private static final Map<String, String> FIXED =
      Map.of(
          "/", "index.html",
          "/index.html", "index.html",
          "/openapi.yaml", "openapi.yaml",
          "/docs", "docs.html",
          // Browsers ask for it by themselves where they show a file without a page.
          "/favicon.ico", "assets/icon.svg");

  /** The router takes it for {@code /docs}, but the relative links of the page would be wrong. */
  private static final String DOCS_AS_FOLDER = "/docs/";

  private static final String DOCS = "../docs";

  /** The page shows the chosen picture by {@code blob:} and {@code data:}. */
  private static final String POLICY =
      "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; "
          + "form-action 'self'; frame-ancestors 'none'";

  private static final int MOVED_PERMANENTLY = 301;
  private static final int NOT_MODIFIED = 304;

  private final WebFiles files;

  public WebHandler(WebFiles files) {
    this.files = files;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (DOCS_AS_FOLDER.equals(ctx.request().path())) {
      ctx.response().setStatusCode(MOVED_PERMANENTLY).putHeader(HttpHeaders.LOCATION, DOCS).end();
      return;
    }
    Optional<WebFiles.WebFile> found = name(ctx.request().path()).flatMap(files::find);
    if (found.isEmpty()) {
      ctx.fail(new FailedRequest(new Failure.NotFound()));
      return;
    }
    WebFiles.WebFile file = found.get();
    HttpServerResponse response =
        ctx.response()
            .putHeader(HttpHeaders.ETAG, file.etag())
            // A browser asks each time, so that the page is always of the running version.
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
    return FOLDERS.stream().anyMatch(path::startsWith)
        ? Optional.of(path.substring(1))
        : Optional.ofNullable(FIXED.get(path));
  }
}
