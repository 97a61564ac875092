package dev.retinagate.http.page;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Serves what is made of {@code openapi.yaml}: the document in JSON, and its JSON Schemas. They are
 * made when a client first asks for one: few do, and reading the YAML took 4 % of each start on one
 * core. Owned by a listener's event loop, which does not make them itself.
 */
public final class OpenApiHandler implements Handler<RoutingContext> {

  private final WebFiles web;
  private Future<WebHandler> converted;

  /**
   * A handler that has converted nothing yet.
   *
   * @param web with the {@code openapi.yaml}
   */
  public OpenApiHandler(WebFiles web) {
    this.web = web;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (converted == null) {
      converted = ctx.vertx().executeBlocking(() -> new WebHandler(web.convertedOpenApi()));
    }
    converted.onSuccess(files -> files.handle(ctx)).onFailure(ctx::fail);
  }
}
