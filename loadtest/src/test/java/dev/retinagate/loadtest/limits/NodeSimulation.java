package dev.retinagate.loadtest.limits;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.LongToDoubleFunction;

/**
 * A node, event by event, in its own time: an arrival is let in or refused by an {@link
 * AdmissionPolicy}, waits in one line, first in, first out, and is worked on by an idle worker. Who
 * has waited for as long as the deadline leaves the line unserved. For one run.
 */
final class NodeSimulation {

  private final int workers;
  private final long deadlineNanos;
  private final LongToDoubleFunction slowness;
  private final AdmissionPolicy policy;
  private final Account account = new Account();

  /** All with the same deadline, so that who is first in line is also the first to be late. */
  private final Queue<Admitted> line = new ArrayDeque<>();

  private final Queue<Running> running =
      new PriorityQueue<>(Comparator.comparingLong(Running::endNanos));

  /**
   * An idle node.
   *
   * @param workers how many pictures are worked on at a time
   * @param deadlineNanos how long a picture may wait for its turn
   * @param slowness by what factor work takes longer that begins at a time, 1 for undisturbed
   * @param policy who gets in
   */
  NodeSimulation(
      int workers, long deadlineNanos, LongToDoubleFunction slowness, AdmissionPolicy policy) {
    this.workers = workers;
    this.deadlineNanos = deadlineNanos;
    this.slowness = slowness;
    this.policy = policy;
  }

  /**
   * Lets all come, and waits until the last has left.
   *
   * @param arrivals in order of time
   */
  Account run(List<Arrival> arrivals) {
    for (Arrival arrival : arrivals) {
      advance(arrival.atNanos());
      arrive(arrival);
    }
    advance(Long.MAX_VALUE);
    return account;
  }

  private void arrive(Arrival arrival) {
    account.arrived(arrival, policy.limit());
    Optional<AdmissionPolicy.Place> place = policy.tryEnter(arrival.atNanos());
    if (place.isEmpty()) {
      account.refused(arrival);
      return;
    }
    line.add(new Admitted(arrival, place.get()));
    handOut(arrival.atNanos());
  }

  /** Does all that happens up to a time, in order. */
  private void advance(long untilNanos) {
    while (true) {
      long endNanos = running.isEmpty() ? Long.MAX_VALUE : running.peek().endNanos();
      long lateNanos = line.isEmpty() ? Long.MAX_VALUE : lateAt(line.peek());
      if (Math.min(endNanos, lateNanos) > untilNanos || (running.isEmpty() && line.isEmpty())) {
        return;
      }
      if (endNanos <= lateNanos) {
        end(running.remove());
      } else {
        giveUp(line.remove(), lateNanos);
      }
    }
  }

  private void end(Running done) {
    long now = done.endNanos();
    policy.measured(now - done.beginNanos());
    done.admitted().place().answered(now);
    account.answered(done.admitted().arrival(), now);
    handOut(now);
  }

  private void giveUp(Admitted late, long nowNanos) {
    late.place().givenUp(nowNanos);
    account.givenUp();
  }

  private void handOut(long nowNanos) {
    while (running.size() < workers && !line.isEmpty()) {
      Admitted next = line.remove();
      long nanos = Math.round(next.arrival().workNanos() * slowness.applyAsDouble(nowNanos));
      running.add(new Running(next, nowNanos, nowNanos + nanos));
    }
  }

  private long lateAt(Admitted waiting) {
    return waiting.arrival().atNanos() + deadlineNanos;
  }

  private record Admitted(Arrival arrival, AdmissionPolicy.Place place) {}

  private record Running(Admitted admitted, long beginNanos, long endNanos) {}
}
