package dev.retinagate.http.intake;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Runs a task on the event loop that owns what the task touches. */
final class OnContext {

  private OnContext() {}

  /** At once if the caller is on that event loop, so that the effect is there on return. */
  static void run(Context owner, Runnable task) {
    if (Vertx.currentContext() == owner) {
      task.run();
    } else {
      owner.runOnContext(later -> task.run());
    }
  }
}
