package dev.retinagate.abuse;

import dev.retinagate.support.Wire;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Attacks of all kinds, mixed, from a few threads at a time. */
public final class Barrage {

  private static final int THREADS = 4;

  private final Wire wire;
  private final int port;
  private final long seed;
  private final List<Shot> shots = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<String, ConcurrentMap<String, AtomicInteger>> seen =
      new ConcurrentHashMap<>();

  /**
   * A barrage that has not begun.
   *
   * @param wire to the node
   * @param port of the node
   * @param kinds of the attacks
   * @param seed decides on every byte and on the order
   * @param share of each kind's times, over 0 to 1
   */
  public Barrage(Wire wire, int port, List<Kind> kinds, long seed, double share) {
    this.wire = wire;
    this.port = port;
    this.seed = seed;
    for (Kind kind : kinds) {
      int times = Math.toIntExact(Math.round(Math.ceil(kind.times() * share)));
      for (int i = 0; i < times; i++) {
        shots.add(new Shot(kind, i));
      }
    }
    Collections.shuffle(shots, new Random(seed));
  }

  private record Shot(Kind kind, int number) {}

  /** Carries all of it out. */
  public void run() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(this::work, "abuse-" + i);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void work() {
    for (int i = next.getAndIncrement(); i < shots.size(); i = next.getAndIncrement()) {
      carryOut(shots.get(i));
    }
  }

  private void carryOut(Shot shot) {
    long own = seed + 31L * shot.kind().name().hashCode() + shot.number();
    // Mixed first: Random begins alike for seeds that follow one another.
    Random random = new Random(new SplittableRandom(own).nextLong());
    try {
      for (String outcome : shot.kind().draw().apply(random).carryOut(wire, port)) {
        seen.computeIfAbsent(shot.kind().name(), name -> new ConcurrentHashMap<>())
            .computeIfAbsent(outcome, name -> new AtomicInteger())
            .incrementAndGet();
      }
    } catch (Exception | AssertionError e) {
      failures.add(shot.kind().name() + " " + shot.number() + ": " + e);
    }
  }

  /** Attacks in all. */
  public int attacks() {
    return shots.size();
  }

  /** Requests in all: a stream of HTTP/2 is one. */
  public int requests() {
    return shots.stream().mapToInt(shot -> shot.kind().requests()).sum();
  }

  /** What the node must never have done, with the kind and number of the attack. */
  public List<String> failures() {
    return failures;
  }

  /** A line for each kind: how many, and what came back how often. */
  public String tally() {
    Map<String, Long> sent =
        shots.stream()
            .collect(
                Collectors.groupingBy(
                    shot -> shot.kind().name(), TreeMap::new, Collectors.counting()));
    return sent.entrySet().stream()
        .map(
            kind ->
                "%-22s %5d  %s"
                    .formatted(
                        kind.getKey(),
                        kind.getValue(),
                        new TreeMap<>(seen.getOrDefault(kind.getKey(), new ConcurrentHashMap<>()))))
        .collect(Collectors.joining("\n"));
  }
}
