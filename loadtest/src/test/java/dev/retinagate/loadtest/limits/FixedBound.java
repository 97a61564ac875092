package dev.retinagate.loadtest.limits;

import java.util.Optional;

/**
 * What the gateway does: a fixed number of places, and whoever would wait for longer than its
 * patience is turned away at once. The arithmetic is that of {@code http.Gate}, {@code
 * worker.WorkFigures} and {@code worker.Roster}.
 */
final class FixedBound implements AdmissionPolicy, AdmissionPolicy.Place {

  /** {@code worker.Roster}'s: about the last ten pictures count. */
  private static final double NEWEST_WEIGHT = 0.2;

  private final int workers;
  private final int places;
  private final long patienceNanos;

  private int inFlight;

  /** How long a worker needs for a picture; 0 before the first. */
  private long serviceNanos;

  /**
   * A bound with every place free.
   *
   * @param workers how many pictures are worked on at a time
   * @param queue how many may wait beyond them
   * @param patienceNanos how long anyone is ready to wait for its turn
   */
  FixedBound(int workers, int queue, long patienceNanos) {
    this.workers = workers;
    this.places = workers + queue;
    this.patienceNanos = patienceNanos;
  }

  @Override
  public Optional<Place> tryEnter(long nowNanos) {
    if (expectedTurnNanos() > patienceNanos || inFlight >= places) {
      return Optional.empty();
    }
    inFlight++;
    return Optional.of(this);
  }

  private long expectedTurnNanos() {
    return serviceNanos * Math.max(0, inFlight - workers + 1) / workers;
  }

  @Override
  public void measured(long nanos) {
    serviceNanos =
        serviceNanos == 0
            ? nanos
            : Math.round(serviceNanos + NEWEST_WEIGHT * (nanos - serviceNanos));
  }

  @Override
  public int limit() {
    return places;
  }

  @Override
  public void answered(long nowNanos) {
    inFlight--;
  }

  @Override
  public void givenUp(long nowNanos) {
    inFlight--;
  }
}
