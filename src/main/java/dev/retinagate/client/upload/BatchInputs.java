package dev.retinagate.client.upload;

import io.vertx.core.Future;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Inputs that are known from the start; each is read once it is asked for. */
public final class BatchInputs implements InputSource {

  private final Iterator<Supplier<Future<Input>>> left;
  private boolean stopped;

  /** These, in their order. */
  public BatchInputs(List<Supplier<Future<Input>>> inputs) {
    left = inputs.iterator();
  }

  @Override
  public Future<Optional<Input>> next() {
    return stopped || !left.hasNext()
        ? Future.succeededFuture(Optional.empty())
        : left.next().get().map(Optional::of);
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
