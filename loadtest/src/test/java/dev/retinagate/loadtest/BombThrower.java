package dev.retinagate.loadtest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Posts pictures in turn, at a steady rate, each on a connection of its own, from four addresses
 * other than that of honest clients. Throws nothing until it is told to. Safe to use from any
 * thread.
 */
final class BombThrower {

  private static final List<String> ADDRESSES =
      List.of("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5");

  /** Bombs that wait for an answer at a time; at 20 a second, each may wait for three seconds. */
  private static final int MAX_AT_A_TIME = 64;

  private static final Duration STOP_WITHIN = Duration.ofSeconds(50);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String UNANSWERED = "none";

  private final List<Picture> bombs;
  private final List<LonePost> posts;
  private final double perSecond;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ThreadPoolExecutor throwers =
      new ThreadPoolExecutor(0, MAX_AT_A_TIME, 10, TimeUnit.SECONDS, new SynchronousQueue<>());
  private final Map<String, Map<String, Tally>> answers = new ConcurrentHashMap<>();

  private volatile boolean throwing;

  /** Written by the clock's thread only. */
  private volatile int due;

  /** Written by the clock's thread only. */
  private volatile int thrown;

  /**
   * A thrower that waits.
   *
   * @param baseUrl of the gateway
   * @param bombs thrown in turn
   * @param perSecond rate of all together
   */
  BombThrower(URI baseUrl, List<Picture> bombs, double perSecond) {
    InetSocketAddress address = new InetSocketAddress(baseUrl.getHost(), baseUrl.getPort());
    this.bombs = bombs;
    this.posts = bombs.stream().map(bomb -> new LonePost(address, bomb)).toList();
    this.perSecond = perSecond;
    long everyNanos = (long) (NANOS_PER_SECOND / perSecond);
    var unused =
        clock.scheduleAtFixedRate(this::tick, everyNanos, everyNanos, TimeUnit.NANOSECONDS);
  }

  /**
   * The outcome.
   *
   * @param thrown number of bombs
   * @param perSecond the rate at which they were thrown, while they were
   * @param byBomb of each bomb, for each status: number, median and longest time in ms
   * @param byStatus bombs by the status of their answer, or {@code none}
   */
  record Report(
      int thrown,
      double perSecond,
      Map<String, Map<String, Double>> byBomb,
      Map<String, Long> byStatus) {

    /** Bombs that were answered so. */
    long count(String status) {
      return byStatus.getOrDefault(status, 0L);
    }

    /** Bombs whose connection broke or was closed without an answer. */
    long unanswered() {
      return count(UNANSWERED);
    }
  }

  /** Throws from now on, or no more. Idempotent. */
  void throwNow(boolean throwsThem) {
    throwing = throwsThem;
  }

  /** Throws no more, and waits for the answers of those that are under way. Idempotent. */
  void stop() {
    throwing = false;
    clock.shutdownNow();
    throwers.shutdown();
    try {
      if (!throwers.awaitTermination(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("bombs without an end after " + STOP_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The outcome; after {@link #stop}. */
  Report report() {
    Map<String, Map<String, Double>> byBomb = new TreeMap<>();
    Map<String, Long> byStatus = new TreeMap<>();
    answers.forEach(
        (bomb, statuses) ->
            statuses.forEach(
                (status, tally) -> {
                  byStatus.merge(status, tally.count(), Long::sum);
                  Map<String, Double> row = byBomb.computeIfAbsent(bomb, b -> new TreeMap<>());
                  row.put(status + ".count", (double) tally.count());
                  row.put(status + ".p50Ms", tally.percentileMs(0.5));
                  row.put(status + ".maxMs", (double) tally.maxMs());
                }));
    return new Report(thrown, due == 0 ? 0 : perSecond * thrown / due, byBomb, byStatus);
  }

  private void tick() {
    if (!throwing) {
      return;
    }
    int turn = due;
    due = turn + 1;
    try {
      throwers.execute(() -> post(turn));
      thrown = thrown + 1;
    } catch (RejectedExecutionException allWait) {
      // Not thrown: the rate tells of it.
    }
  }

  private void post(int turn) {
    int bomb = turn % bombs.size();
    long begun = System.nanoTime();
    String answer = posts.get(bomb).send(own(turn));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    answers
        .computeIfAbsent(bombs.get(bomb).name(), name -> new ConcurrentHashMap<>())
        .computeIfAbsent(LonePost.status(answer).orElse(UNANSWERED), status -> new Tally(1))
        .add(0, millis);
  }

  private static InetAddress own(int turn) {
    try {
      return InetAddress.getByName(ADDRESSES.get(turn % ADDRESSES.size()));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
