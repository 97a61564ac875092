package dev.retinagate.client.upload;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** Runs what waits for a disk or computes for long, away from the client's thread. */
public final class Blocking {

  private final Context context;

  /** On the worker threads of Vert.x; results come back on the context. */
  public Blocking(Context context) {
    this.context = context;
  }

  /** Runs a task. */
  public <T> Future<T> call(Callable<T> task) {
    return context.executeBlocking(task, false);
  }
}
