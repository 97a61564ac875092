package dev.retinagate.keys;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Holds each key to its rate, by a token bucket (Turner 1986): a key may send as many requests at
 * once as its rate has in a period, and they come back evenly over the period. Safe to use from any
 * thread.
 */
public final class KeyRates {

  private final LongSupplier nanoClock;
  private final Map<String, Bucket> buckets = new HashMap<>();

  /**
   * Every bucket is full.
   *
   * @param nanoClock the time, monotonic
   */
  public KeyRates(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * Takes a request of a key. A refused request takes nothing.
   *
   * @return zero if the key may send it; else how long the key has to wait
   */
  public synchronized Duration take(KeyEntry key) {
    if (key.rate().isEmpty()) {
      return Duration.ZERO;
    }
    long now = nanoClock.getAsLong();
    Bucket bucket = buckets.get(key.name());
    if (bucket == null || !bucket.rate.equals(key.rate().get())) {
      forgetFull(now);
      bucket = new Bucket(key.rate().get(), now);
      buckets.put(key.name(), bucket);
    }
    return bucket.take(now);
  }

  /** A full bucket is like a new one. So removed keys leave nothing behind. */
  private void forgetFull(long now) {
    buckets.values().removeIf(bucket -> bucket.fullNanos - now <= 0);
  }

  /** Knows when it will be full again, which says how much is in it at any time before. */
  private static final class Bucket {

    private final Rate rate;
    private long fullNanos;

    private Bucket(Rate rate, long now) {
      this.rate = rate;
      this.fullNanos = now;
    }

    private Duration take(long now) {
      double perRequest = rate.nanosPerRequest();
      long missing = Math.max(0, fullNanos - now);
      long mayMiss = Math.round(perRequest * (rate.requests() - 1));
      if (missing > mayMiss) {
        return Duration.ofNanos(missing - mayMiss);
      }
      fullNanos = now + missing + Math.round(perRequest);
      return Duration.ZERO;
    }
  }
}
