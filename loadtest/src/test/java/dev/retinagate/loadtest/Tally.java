package dev.retinagate.loadtest;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Requests of one kind that ended alike: their number, the time of each to the millisecond, and
 * when they ended. Lock-free; safe to use from any thread.
 */
final class Tally {

  /** Gatling gives a request up after a minute; longer requests share the last slot. */
  private static final int MAX_MS = 60_001;

  private final AtomicLongArray byMs = new AtomicLongArray(MAX_MS + 1);
  private final AtomicLongArray bySlot;
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong maxMs = new AtomicLong();

  /**
   * An empty tally.
   *
   * @param slots number of slots of time in which ends are counted
   */
  Tally(int slots) {
    bySlot = new AtomicLongArray(slots);
  }

  void add(int slot, long latencyMs) {
    byMs.incrementAndGet((int) Math.max(0, Math.min(latencyMs, MAX_MS)));
    bySlot.incrementAndGet(Math.max(0, Math.min(slot, bySlot.length() - 1)));
    maxMs.accumulateAndGet(latencyMs, Math::max);
    count.incrementAndGet();
  }

  long count() {
    return count.get();
  }

  /** The slowest, in milliseconds; 0 if there is none. */
  long maxMs() {
    return maxMs.get();
  }

  /**
   * The smallest latency in milliseconds that the given share of the requests did not exceed
   * (nearest rank); NaN if there is no request.
   *
   * @param share above 0, at most 1
   */
  double percentileMs(double share) {
    long rank = (long) Math.ceil(share * count());
    if (rank == 0) {
      return Double.NaN;
    }
    long seen = 0;
    for (int ms = 0; ms <= MAX_MS; ms++) {
      seen += byMs.get(ms);
      if (seen >= rank) {
        return ms;
      }
    }
    return MAX_MS;
  }

  /** Number of requests that ended in the slots from one to another, the last excluded. */
  long between(int fromSlot, int toSlot) {
    long sum = 0;
    for (int slot = Math.max(0, fromSlot); slot < Math.min(toSlot, bySlot.length()); slot++) {
      sum += bySlot.get(slot);
    }
    return sum;
  }

  /** The first slot in which a request ended, or the number of slots. */
  int firstSlot() {
    int slot = 0;
    while (slot < bySlot.length() && bySlot.get(slot) == 0) {
      slot++;
    }
    return slot;
  }

  /** The last slot in which a request ended, or -1. */
  int lastSlot() {
    int slot = bySlot.length() - 1;
    while (slot >= 0 && bySlot.get(slot) == 0) {
      slot--;
    }
    return slot;
  }
}
