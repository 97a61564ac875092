package dev.retinagate.http.page;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Serves the JSON Schemas of {@code openapi.yaml}. They are made when a client first asks for one:
 * few do, and reading the YAML took 4 % of each start on one core. Owned by a listener's event
 * loop, which does not make them itself.
 */
public final class SchemasHandler implements Handler<RoutingContext> {

  private final WebFiles web;
  private Future<WebHandler> schemas;

  /**
   * A handler that has made no schema yet.
   *
   * @param web with the {@code openapi.yaml}
   */
  public SchemasHandler(WebFiles web) {
    this.web = web;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (schemas == null) {
      schemas = ctx.vertx().executeBlocking(() -> new WebHandler(web.schemas()));
    }
    schemas.onSuccess(made -> made.handle(ctx)).onFailure(ctx::fail);
  }
}
