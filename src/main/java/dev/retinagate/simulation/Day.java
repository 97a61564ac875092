package dev.retinagate.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A day of the fleet, request by request. It begins with the fewest nodes and the load of midnight;
 * hence the first minutes of a heavy night count as well.
 */
public final class Day {

  private static final int MINUTE = 60;

  /** Waits are counted in milliseconds; the last bin has all that are longer. */
  private static final int WAIT_BINS = 60_000;

  private static final double MS = 1000;

  private final Setup setup;
  private final TargetTracking tracking;
  private final SplittableRandom random;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Node> serving = new ArrayList<>();
  private final Deque<TargetTracking.Minute> unseen = new ArrayDeque<>();
  private final List<Outcome.Minute> minutes = new ArrayList<>();
  private final int[] waits = new int[WAIT_BINS];
  private double nodeSeconds;
  private int mostNodes;
  private long answered;
  private long refused;

  private Day(Setup setup, double requestTarget, double cpuTarget, long seed) {
    this.setup = setup;
    tracking = new TargetTracking(requestTarget * setup.picturesPerSecond() * MINUTE, cpuTarget);
    random = new SplittableRandom(seed);
    for (int i = 0; i < setup.minNodes(); i++) {
      // In service and warm from the first second on.
      nodes.add(new Node(setup, -Math.max(Setup.HEALTHY_SECONDS, setup.warmupSeconds())));
    }
  }

  /**
   * Simulates.
   *
   * @param peak requests a second when the shape is at 1
   * @param requestTarget share of a node's capacity that the policy on requests keeps, above 0
   * @param cpuTarget share of CPU that the other policy keeps, above 0
   * @param seed of the random numbers
   */
  public static Outcome simulate(
      Setup setup, Shape shape, double peak, double requestTarget, double cpuTarget, long seed) {
    return new Day(setup, requestTarget, cpuTarget, seed).run(shape, peak);
  }

  private Outcome run(Shape shape, double peak) {
    double next = pause(peak);
    for (int second = MINUTE; second <= Shape.DAY; second += MINUTE) {
      int requests = 0;
      long refusedBefore = refused;
      bringIntoService(second - MINUTE);
      while (next < second) {
        // Thinning: of the peak's requests, those stay that this moment's load has.
        if (random.nextDouble() < shape.share(next)) {
          requests++;
          request(next);
        }
        next += pause(peak);
      }
      endMinute(second, requests, (int) (refused - refusedBefore));
    }
    return new Outcome(
        nodeSeconds / Shape.HOUR, mostNodes, answered, refused, waitMs(0.5), waitMs(0.99), minutes);
  }

  private double pause(double peak) {
    return -Math.log(1 - random.nextDouble()) / peak;
  }

  private void request(double now) {
    double service = setup.serviceSeconds() * (0.5 + random.nextDouble());
    double wait = serving.get(random.nextInt(serving.size())).offer(now, service);
    if (wait < 0) {
      refused++;
    } else {
      answered++;
      waits[(int) Math.min(wait * MS, WAIT_BINS - 1)]++;
    }
  }

  /** At whole minutes only: a new node serves up to a minute late. */
  private void bringIntoService(double now) {
    serving.clear();
    nodes.stream().filter(node -> node.servesFrom <= now).forEach(serving::add);
    mostNodes = Math.max(mostNodes, serving.size());
  }

  private void endMinute(double now, int requests, int refusedNow) {
    nodeSeconds += (double) nodes.size() * MINUTE;
    minutes.add(new Outcome.Minute(requests, refusedNow, serving.size()));
    double busy = 0;
    int counting = 0;
    for (Node node : nodes) {
      double taken = node.takeBusySeconds();
      if (node.countsFrom <= now - MINUTE) {
        busy += taken;
        counting++;
      }
    }
    double cpu = Math.min(1, busy / (MINUTE * setup.workers() * Math.max(1, counting)));
    unseen.add(new TargetTracking.Minute(requests, serving.size(), cpu, counting));
    if (unseen.size() > TargetTracking.DELAY_MINUTES) {
      boolean starting = nodes.stream().anyMatch(node -> node.countsFrom > now);
      int wanted = tracking.desired(unseen.remove(), nodes.size(), starting);
      resize(Math.max(setup.minNodes(), Math.min(setup.maxNodes(), wanted)), now);
    }
  }

  /** Nothing starts while nodes go, so that the last of the list are in service. */
  private void resize(int size, double now) {
    while (nodes.size() < size) {
      nodes.add(new Node(setup, now + setup.startSeconds()));
    }
    while (nodes.size() > size) {
      nodes.remove(nodes.size() - 1);
      nodeSeconds += Setup.DRAIN_SECONDS;
    }
  }

  private double waitMs(double share) {
    long rank = (long) Math.ceil(share * answered);
    long seen = 0;
    for (int ms = 0; ms < WAIT_BINS; ms++) {
      seen += waits[ms];
      if (seen >= rank) {
        return ms;
      }
    }
    return WAIT_BINS;
  }
}
