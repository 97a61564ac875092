package dev.retinagate.http.page;

import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.problem.Failure;
import dev.retinagate.http.reply.Replies;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
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
          "/openapi.json", "openapi.json",
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

  /**
   * The page has a live camera; a page that is framed or injected gets none, and nobody the rest.
   */
  private static final String PERMISSIONS = "camera=(self), microphone=(), geolocation=()";

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
    HttpServerRequest request = ctx.request();
    Optional<WebFiles.Content> gzipped =
        file.gzipped()
            .filter(form -> takesGzip(request.headers().getAll(HttpHeaders.ACCEPT_ENCODING)));
    WebFiles.Content content = gzipped.orElse(file.plain());
    HttpServerResponse response =
        ctx.response()
            .putHeader(HttpHeaders.ETAG, content.etag())
            // A browser asks each time, so that the page is always of the running version.
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
            .putHeader("Content-Security-Policy", POLICY)
            .putHeader("Permissions-Policy", PERMISSIONS)
            .putHeader("Referrer-Policy", "no-referrer");
    if (file.gzipped().isPresent()) {
      // A cache has to keep the two forms apart.
      response.putHeader(HttpHeaders.VARY, "Accept-Encoding");
    }
    if (isAmong(request.headers().getAll(HttpHeaders.IF_NONE_MATCH), content.etag())) {
      response.setStatusCode(NOT_MODIFIED).end();
      return;
    }
    if (gzipped.isPresent()) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    Replies.send(ctx, file.contentType(), content.bytes());
  }

  private static boolean takesGzip(List<String> fields) {
    return AcceptEncoding.takesGzip(fields.isEmpty() ? null : String.join(",", fields));
  }

  /** Whether If-None-Match has the tag; weak comparison, RFC 9110, section 13.1.2. */
  private static boolean isAmong(List<String> fields, String etag) {
    return fields.stream()
        .flatMap(field -> Arrays.stream(field.split(",", -1)))
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
  }

  private static Optional<String> name(String path) {
    return FOLDERS.stream().anyMatch(path::startsWith)
        ? Optional.of(path.substring(1))
        : Optional.ofNullable(FIXED.get(path));
  }
}
