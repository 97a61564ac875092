package dev.retinagate.client.series;

import java.util.ArrayList;
import java.util.List;

/**
 * The counts of one label in one zone, averaged over equal pieces of time, so that a plot of any
 * length has a bounded number of points.
 */
final class Curve {

  /**
   * An average.
   *
   * @param piece of time, from 0
   * @param mean of the counts in it
   */
  record Point(int piece, double mean) {}

  private final double[] sums;
  private final int[] numbers;

  Curve(int pieces) {
    sums = new double[pieces];
    numbers = new int[pieces];
  }

  void add(int piece, int count) {
    sums[piece] += count;
    numbers[piece]++;
  }

  /** The pieces that have counts, in order. */
  List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      if (numbers[i] > 0) {
        points.add(new Point(i, sums[i] / numbers[i]));
      }
    }
    return points;
  }
}
