package dev.retinagate.worker;

import java.time.Duration;
import java.util.List;

/**
 * The dispatcher's counts of one moment. Each worker is in one of four states: idle, busy, wedged,
 * or without a detector.
 *
 * @param workers number of workers
 * @param idle workers that wait for a job
 * @param busy workers that work, and are not wedged
 * @param wedged workers that have worked on one picture for so long that they are not expected to
 *     end
 * @param oldestWorkNanos how long the oldest picture in work has been worked on; 0 without one
 * @param models the counts of each model, by its index
 */
public record WorkStats(
    int workers, int idle, int busy, int wedged, long oldestWorkNanos, List<OfModel> models) {

  /** Assumed until the first picture has been measured. */
  private static final long UNKNOWN_SERVICE_NANOS = Duration.ofMillis(100).toNanos();

  /**
   * The counts of one model.
   *
   * @param live workers that have a detector of it and are not wedged
   * @param queued jobs that wait
   * @param serviceNanos recent time that a worker needs for a picture; 0 before the first
   */
  public record OfModel(int live, int queued, long serviceNanos) {}

  /** Workers that have a detector and are not wedged. */
  public int live() {
    return idle + busy;
  }

  /** Workers that have lost their detectors, have none yet, or build one. */
  public int rebuilding() {
    // While a worker takes the place of a busy one, both are counted.
    return Math.max(0, workers - live() - wedged);
  }

  /** Jobs that wait, of all models. */
  public int queued() {
    return models.stream().mapToInt(OfModel::queued).sum();
  }

  /**
   * The expected wait until a new picture's work has ended.
   *
   * @param model of the picture
   * @param ahead by model, pictures ahead of it, queued or worked on
   */
  public Duration expectedWait(int model, List<Integer> ahead) {
    return wait(model, ahead, service(model) * ahead.get(model));
  }

  /**
   * The expected wait until a new picture's work begins: zero while there are more workers than
   * pictures, and zero until the first picture of its model has been measured.
   *
   * @param model of the picture
   * @param ahead by model, pictures ahead of it, queued or worked on
   */
  public Duration expectedTurn(int model, List<Integer> ahead) {
    int live = models.get(model).live();
    int all = ahead.stream().mapToInt(Integer::intValue).sum();
    if (models.get(model).serviceNanos() == 0 || all < live) {
      return Duration.ZERO;
    }
    return wait(model, ahead, service(model) * Math.max(0, ahead.get(model) - live + 1));
  }

  /**
   * Models share the workers fairly ({@link FairTurns}): while the model has its own work done, the
   * others get no more worker time than it, beyond what is in work already.
   */
  private Duration wait(int model, List<Integer> ahead, long ownNanos) {
    long othersNanos = 0;
    long longestNanos = 0;
    for (int other = 0; other < models.size(); other++) {
      if (other != model && ahead.get(other) > 0) {
        othersNanos += service(other) * ahead.get(other);
        longestNanos = Math.max(longestNanos, service(other));
      }
    }
    long share = ownNanos * (models.size() - 1) + longestNanos;
    return Duration.ofNanos(
        (ownNanos + Math.min(othersNanos, share)) / Math.max(1, models.get(model).live()));
  }

  private long service(int model) {
    long measured = models.get(model).serviceNanos();
    return measured == 0 ? UNKNOWN_SERVICE_NANOS : measured;
  }
}
