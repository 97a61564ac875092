package dev.retinagate.simulation;

import java.util.List;

/**
 * What a day came to.
 *
 * @param nodeHours paid
 * @param mostNodes in service at a time
 * @param answered pictures
 * @param refused requests, with 503
 * @param medianWaitMs of the answered for a worker
 * @param p99WaitMs of the answered for a worker
 * @param minutes of the day
 */
public record Outcome(
    double nodeHours,
    int mostNodes,
    long answered,
    long refused,
    double medianWaitMs,
    double p99WaitMs,
    List<Minute> minutes) {

  /**
   * A minute.
   *
   * @param requests in it
   * @param refused of them
   * @param nodes in service at its end
   */
  public record Minute(int requests, int refused, int nodes) {}

  /** The minutes are copied. */
  public Outcome {
    minutes = List.copyOf(minutes);
  }

  /** Refused requests as a share of all. */
  public double refusedShare() {
    return refused == 0 ? 0 : (double) refused / (refused + answered);
  }

  /** Answered pictures as a share of those that the paid hours could have answered. */
  public double utilisation(Setup setup) {
    return answered / (nodeHours * Shape.HOUR * setup.picturesPerSecond());
  }
}
