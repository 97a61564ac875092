package dev.retinagate.loadtest.limits;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What pictures cost a worker, as measured on one core of the development machine, INT8. Each
 * varies a little around its kind's mean.
 */
enum Workload {
  /** NanoDet, pictures of 640×480. */
  NANODET("nanodet", Duration.ofMinutes(5), List.of(new Kind(1, 19))),

  /** NanoDet, with JPEGs of 12 megapixels, decoded at a quarter, and a few large PNGs. */
  NANODET_MIXED(
      "nanodet mixed",
      Duration.ofMinutes(5),
      List.of(new Kind(0.8, 19), new Kind(0.15, 31), new Kind(0.05, 120))),

  /** RetinaNet: 800×1066, wide pictures (750×1333), square ones (800×800). */
  RETINANET(
      "retinanet",
      Duration.ofHours(1),
      List.of(new Kind(0.6, 900), new Kind(0.25, 1055), new Kind(0.15, 675)));

  /** Standard deviation of a picture's time around its kind's mean, as a share of it. */
  private static final double JITTER = 0.03;

  private static final double LEAST = 0.8;
  private static final double NANOS_PER_MILLI = 1e6;

  private final String title;
  private final Duration length;
  private final List<Kind> kinds;

  Workload(String title, Duration length, List<Kind> kinds) {
    this.title = title;
    this.length = length;
    this.kinds = kinds;
  }

  String title() {
    return title;
  }

  /** How long a run lasts: some thousand pictures for each worker. */
  long lengthNanos() {
    return length.toNanos();
  }

  /** How long a worker needs for a picture. */
  double meanNanos() {
    return kinds.stream().mapToDouble(kind -> kind.share() * kind.millis()).sum() * NANOS_PER_MILLI;
  }

  /** How long a worker needs for the next picture. */
  long sampleNanos(SplittableRandom random) {
    double left = random.nextDouble();
    int i = 0;
    while (i < kinds.size() - 1 && left >= kinds.get(i).share()) {
      left -= kinds.get(i++).share();
    }
    double factor = Math.max(LEAST, 1 + JITTER * random.nextGaussian());
    return Math.round(kinds.get(i).millis() * factor * NANOS_PER_MILLI);
  }

  private record Kind(double share, double millis) {}
}
