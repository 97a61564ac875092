package dev.retinagate.loadtest.limits;

import java.util.ArrayList;
import java.util.List;

/** What became of the pictures of one run. */
final class Account {

  private final List<Answer> answers = new ArrayList<>();
  private long arrived;
  private long refused;
  private long givenUp;
  private long grouped;
  private long groupedRefused;
  private long limits;

  void arrived(Arrival arrival, int limit) {
    arrived++;
    limits += limit;
    if (arrival.grouped()) {
      grouped++;
    }
  }

  void refused(Arrival arrival) {
    refused++;
    if (arrival.grouped()) {
      groupedRefused++;
    }
  }

  void givenUp() {
    givenUp++;
  }

  void answered(Arrival arrival, long atNanos) {
    answers.add(new Answer(atNanos, atNanos - arrival.atNanos()));
  }

  /**
   * Pictures answered in time.
   *
   * @param withinNanos of their arrival
   * @param untilNanos the run's end; later answers do not count
   */
  long answered(long withinNanos, long untilNanos) {
    return answers.stream()
        .filter(answer -> answer.latencyNanos() <= withinNanos && answer.atNanos() <= untilNanos)
        .count();
  }

  /** Latencies of those answered, ascending. */
  long[] latenciesNanos() {
    return answers.stream().mapToLong(Answer::latencyNanos).sorted().toArray();
  }

  /** Refused of those that came; 0 to 1. */
  double refusedShare() {
    return share(refused, arrived);
  }

  /** Let in and never served, of those that came; 0 to 1. */
  double givenUpShare() {
    return share(givenUp, arrived);
  }

  /** Refused of those that came in a group; 0 to 1, NaN if there were no groups. */
  double groupedRefusedShare() {
    return share(groupedRefused, grouped);
  }

  /** What the limit was, as arrivals saw it. */
  double meanLimit() {
    return share(limits, arrived);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }

  private record Answer(long atNanos, long latencyNanos) {}
}
