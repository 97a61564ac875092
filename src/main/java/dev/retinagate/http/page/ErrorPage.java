package dev.retinagate.http.page;

import dev.retinagate.http.problem.ErrorForm;
import dev.retinagate.http.problem.ErrorReply;
import dev.retinagate.http.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** Errors as a small page, for people who opened an address in a browser. */
public final class ErrorPage {

  /** The form of an error for a request that {@link #isWanted}. */
  public static final ErrorForm FORM =
      (problem, requestId) ->
          new ErrorReply(
              problem.status(),
              "text/html; charset=utf-8",
              Buffer.buffer(html(problem, requestId)));

  private ErrorPage() {}

  /**
   * Whether a browser shows the answer to a person: it asks for HTML by name only then, and scripts
   * and command lines accept anything.
   */
  public static boolean isWanted(HttpServerRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return HttpMethod.GET.equals(request.method())
        && accept != null
        && accept.toLowerCase(Locale.ROOT).contains("text/html");
  }

  private static String html(Problem problem, String requestId) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="color-scheme" content="light dark">
          <title>%1$s</title>
        </head>
        <body>
          <h1>%1$s</h1>
          <p>%2$s</p>
          <p>Status %3$d, request %4$s</p>
        </body>
        </html>
        """
        .formatted(
            escaped(problem.type().title()),
            escaped(problem.detail()),
            problem.status(),
            escaped(requestId));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
