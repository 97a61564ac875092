package dev.retinagate.loadtest;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The outcome of every request, by kind of request and status. Gatling's own statistics know only
 * good and bad, and put accepted and refused requests into one distribution; the contract differs
 * for the two.
 *
 * <p>Lock-free but for the first request of a kind and status; safe to use from any thread.
 */
public final class Outcomes {

  /** Instead of a status: the connection was refused, reset or closed, or the request timed out. */
  public static final int NO_ANSWER = 0;

  private static final int SLOT_MS = 100;
  private static final int SLOTS_PER_SECOND = 1000 / SLOT_MS;
  private static final int MAX_HOURS = 3;
  private static final int SLOTS = MAX_HOURS * 3600 * SLOTS_PER_SECOND;

  /** The load is not yet, or no longer, what it should be. */
  private static final int EDGE_SLOTS = SLOTS_PER_SECOND;

  private static final Tally NONE = new Tally(1);

  private final Map<Key, Tally> tallies = new ConcurrentHashMap<>();
  private final long startNanos = System.nanoTime();

  private record Key(String kind, int status) {}

  /**
   * A request has just ended.
   *
   * @param kind of the request
   * @param status of the answer, or {@link #NO_ANSWER}
   * @param latencyMs from its start, the connection included, to the end of the answer
   */
  public void record(String kind, int status, long latencyMs) {
    tallies
        .computeIfAbsent(new Key(kind, status), key -> new Tally(SLOTS))
        .add((int) ((System.nanoTime() - startNanos) / 1_000_000 / SLOT_MS), latencyMs);
  }

  /** Number of requests of a kind with this status. */
  public long count(String kind, int status) {
    return tally(kind, status).count();
  }

  /** Number of requests of a kind with none of the given statuses. */
  public long countOtherThan(String kind, Integer... statuses) {
    List<Integer> allowed = List.of(statuses);
    return statuses(kind).stream()
        .filter(status -> !allowed.contains(status))
        .mapToLong(status -> count(kind, status))
        .sum();
  }

  /** A latency that the given share of these requests did not exceed, in ms; NaN if none. */
  public double percentileMs(String kind, int status, double share) {
    return tally(kind, status).percentileMs(share);
  }

  /** The longest of these requests, in ms. */
  public long maxMs(String kind, int status) {
    return tally(kind, status).maxMs();
  }

  /** Statuses that requests of a kind ended with. */
  public SortedSet<Integer> statuses(String kind) {
    SortedSet<Integer> statuses = new TreeSet<>();
    tallies.keySet().stream().filter(k -> k.kind.equals(kind)).forEach(k -> statuses.add(k.status));
    return statuses;
  }

  /**
   * Requests of a kind with this status a second, over the time in which requests of this kind
   * ended, its first and last second excepted.
   */
  public double perSecond(String kind, int status) {
    int from = SLOTS;
    int to = 0;
    for (int any : statuses(kind)) {
      from = Math.min(from, tally(kind, any).firstSlot() + EDGE_SLOTS);
      to = Math.max(to, tally(kind, any).lastSlot() + 1 - EDGE_SLOTS);
    }
    return to <= from
        ? 0
        : tally(kind, status).between(from, to) * (double) SLOTS_PER_SECOND / (to - from);
  }

  private Tally tally(String kind, int status) {
    return tallies.getOrDefault(new Key(kind, status), NONE);
  }
}
