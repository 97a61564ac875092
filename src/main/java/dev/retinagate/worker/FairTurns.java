package dev.retinagate.worker;

import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Whose turn it is among the models that share workers: start-time fair queueing (Goyal, Vin and
 * Cheng, "Start-time Fair Queuing", SIGCOMM 1996), for several workers at a time as in SFQ(D) (Jin,
 * Chase and Kaur, SIGMETRICS 2004). Each picture has a start tag: the finish tag of its model's
 * picture before, but no less than the start tag of the picture that began last. Its finish tag is
 * later by the worker time that it takes. The least start tag is next. So models that all have
 * pictures waiting get the same worker time, and a model gets no credit for the time in which it
 * had none.
 *
 * <p>How long a picture takes is known only when it has ended: until then its model's mean counts.
 * Owned by one thread.
 */
final class FairTurns {

  /** By model, the finish tag of its last picture, in nanoseconds of worker time. */
  private final long[] finishNanos;

  /** The start tag of the picture that began last. */
  private long virtualNanos;

  FairTurns(int models) {
    finishNanos = new long[models];
  }

  /** The model whose turn it is among those that can begin; the lower index of two that draw. */
  OptionalInt next(IntPredicate canBegin) {
    int next = -1;
    for (int model = 0; model < finishNanos.length; model++) {
      if (canBegin.test(model) && (next < 0 || startTag(model) < startTag(next))) {
        next = model;
      }
    }
    return next < 0 ? OptionalInt.empty() : OptionalInt.of(next);
  }

  /** Work on a picture of the model begins, which is expected to take so long. */
  void begin(int model, long expectedNanos) {
    virtualNanos = startTag(model);
    finishNanos[model] = virtualNanos + expectedNanos;
  }

  /** The work has taken so long. */
  void end(int model, long expectedNanos, long tookNanos) {
    finishNanos[model] += tookNanos - expectedNanos;
  }

  private long startTag(int model) {
    return Math.max(virtualNanos, finishNanos[model]);
  }
}
