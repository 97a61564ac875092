package dev.retinagate.loadtest.limits;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import java.util.Optional;

/**
 * As many places as a {@link Limit} of Netflix's concurrency-limits finds right, from how long
 * pictures were in the node. What was given up counts as dropped.
 */
final class AdaptiveBound implements AdmissionPolicy {

  private final SimpleLimiter<Void> limiter;
  private long nowNanos;

  AdaptiveBound(Limit limit) {
    this.limiter = SimpleLimiter.newBuilder().limit(limit).nanoClock(() -> nowNanos).build();
  }

  @Override
  public Optional<Place> tryEnter(long now) {
    nowNanos = now;
    return limiter.acquire(null).map(Sample::new);
  }

  @Override
  public void measured(long serviceNanos) {
    // It goes by latency, waiting included.
  }

  @Override
  public int limit() {
    return limiter.getLimit();
  }

  private final class Sample implements Place {

    private final Limiter.Listener listener;

    Sample(Limiter.Listener listener) {
      this.listener = listener;
    }

    @Override
    public void answered(long now) {
      nowNanos = now;
      listener.onSuccess();
    }

    @Override
    public void givenUp(long now) {
      nowNanos = now;
      listener.onDropped();
    }
  }
}
