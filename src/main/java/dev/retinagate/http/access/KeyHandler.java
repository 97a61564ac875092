package dev.retinagate.http.access;

import dev.retinagate.http.problem.FailedRequest;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Serves a path to requests with a key alone, where the node asks for keys. */
public final class KeyHandler implements Handler<RoutingContext> {

  private final KeyGate gate;
  private final Handler<RoutingContext> served;

  /**
   * A handler before another.
   *
   * @param served called for requests that pass
   */
  public KeyHandler(KeyGate gate, Handler<RoutingContext> served) {
    this.gate = gate;
    this.served = served;
  }

  @Override
  public void handle(RoutingContext ctx) {
    try {
      gate.check(ctx);
    } catch (FailedRequest failed) {
      ctx.fail(failed);
      return;
    }
    served.handle(ctx);
  }
}
