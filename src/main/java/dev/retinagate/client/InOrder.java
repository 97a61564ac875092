package dev.retinagate.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Works on several items at a time and delivers their results in the order of the items. Of all
 * items no more than the window are held: one that takes long holds the others back. Owned by one
 * thread, on which source, work and sink complete.
 *
 * @param <T> an item
 * @param <R> its result
 */
public final class InOrder<T, R> {

  private final int window;
  private final Supplier<Future<Optional<T>>> source;
  private final Function<T, Future<R>> work;
  private final BiFunction<T, R, Future<Void>> sink;
  private final Deque<Slot<T, R>> slots = new ArrayDeque<>();
  private final Promise<Void> end = Promise.promise();
  private boolean pulling;
  private boolean delivering;
  private boolean exhausted;
  private boolean stepping;
  private boolean again;
  private Throwable failure;

  private static final class Slot<T, R> {
    private final T item;
    private final Future<R> result;

    Slot(T item, Future<R> result) {
      this.item = item;
      this.result = result;
    }
  }

  /**
   * A run that has not begun.
   *
   * @param window most items that are held, at least 1
   * @param source the next item, or empty behind the last; asked for one at a time
   * @param work is begun on each item at once
   * @param sink takes a result; the next comes once it is done with that one
   */
  public InOrder(
      int window,
      Supplier<Future<Optional<T>>> source,
      Function<T, Future<R>> work,
      BiFunction<T, R, Future<Void>> sink) {
    this.window = window;
    this.source = source;
    this.work = work;
    this.sink = sink;
  }

  /**
   * Begins; called once. Completes when the last result is delivered. A failure of the source, of
   * the work or of the sink ends the run once all that was done before it is delivered.
   */
  public Future<Void> run() {
    step();
    return end.future();
  }

  /** Futures that are complete already call back at once: a loop, where recursion would be deep. */
  private void step() {
    if (stepping) {
      again = true;
      return;
    }
    stepping = true;
    do {
      again = false;
      pull();
      deliver();
    } while (again);
    stepping = false;
    if (slots.isEmpty() && !delivering && !pulling && (exhausted || failure != null)) {
      finish();
    }
  }

  private void finish() {
    if (failure == null) {
      end.tryComplete();
    } else {
      end.tryFail(failure);
    }
  }

  private void pull() {
    if (pulling || exhausted || failure != null || slots.size() >= window) {
      return;
    }
    pulling = true;
    guarded(source)
        .onComplete(
            next -> {
              pulling = false;
              next.ifPresentOrElse(this::begin, () -> exhausted = true);
              step();
            },
            broken -> {
              pulling = false;
              fail(broken);
              step();
            });
  }

  private void begin(T item) {
    Future<R> result = guarded(() -> work.apply(item));
    slots.add(new Slot<>(item, result));
    result.onComplete(ignored -> step());
  }

  private void deliver() {
    Slot<T, R> first = slots.peek();
    if (delivering || first == null || !first.result.isComplete()) {
      return;
    }
    if (first.result.failed()) {
      fail(first.result.cause());
      slots.clear();
      return;
    }
    delivering = true;
    guarded(() -> sink.apply(first.item, first.result.result()))
        .onComplete(
            delivered -> {
              delivering = false;
              slots.poll();
              step();
            },
            broken -> {
              delivering = false;
              fail(broken);
              slots.clear();
              step();
            });
  }

  /** A callback that throws must not leave the run without an end. */
  private static <V> Future<V> guarded(Supplier<Future<V>> callback) {
    try {
      return callback.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void fail(Throwable reason) {
    if (failure == null) {
      failure = reason;
    }
  }
}
