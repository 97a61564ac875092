package dev.retinagate.model;

import java.util.Arrays;

/**
 * The rows of a level that pass, and of each class no more than so many of the best. A threshold of
 * 0 passes twelve million rows of a RetinaNet's picture of 800 × 1066 pixels, a gigabyte once they
 * are boxes; an answer has some hundreds of them. What is left out has a lower score than all that
 * stays of its class and level, and so changes nothing above it.
 *
 * <p>Classes are given one after the other.
 */
final class BestRows {

  /**
   * Many times what one level has of a class in a crowded picture, where scores begin at 0.05, and
   * what an answer may have.
   */
  static final int MAX_OF_CLASS = 4096;

  /** Of all classes together, if they are not so many that each would have too few. */
  private static final int MAX = 1 << 18;

  /** Twice what an answer has, and a rule looks at. */
  private static final int MIN_OF_CLASS = 600;

  private static final int INITIAL_CAPACITY = 64;

  private final int maxOfClass;
  private long[] rows = new long[INITIAL_CAPACITY];
  private float[] values = new float[INITIAL_CAPACITY];
  private int count;
  private int start;
  private float least;

  /** None yet, of a model of so many classes. */
  BestRows(int classes) {
    maxOfClass = Math.min(MAX_OF_CLASS, Math.max(MIN_OF_CLASS, MAX / classes));
  }

  /** The rows that follow are of another class. */
  void beginClass(float leastValue) {
    keepBest();
    start = count;
    least = leastValue;
  }

  /** The smallest value that {@link #add} has a use for; it rises as rows come. */
  float least() {
    return least;
  }

  /**
   * Adds a row.
   *
   * @param value its score, or what grows with it, {@link #least} or more
   */
  void add(long row, float value) {
    if (count - start == 2 * maxOfClass) {
      keepBest();
      if (value < least) {
        return;
      }
    }
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    rows[count] = row;
    values[count++] = value;
  }

  /** All rows that were kept, ascending. */
  long[] sorted() {
    keepBest();
    long[] sorted = Arrays.copyOf(rows, count);
    Arrays.sort(sorted);
    return sorted;
  }

  /** Of equal values, those that came first stay. */
  private void keepBest() {
    if (count - start <= maxOfClass) {
      return;
    }
    float[] ascending = Arrays.copyOfRange(values, start, count);
    Arrays.sort(ascending);
    float last = ascending[ascending.length - maxOfClass];
    int above = 0;
    for (int i = start; i < count; i++) {
      above += values[i] > last ? 1 : 0;
    }
    int equals = maxOfClass - above;
    int kept = start;
    for (int i = start; i < count; i++) {
      if (values[i] > last || (values[i] == last && equals-- > 0)) {
        rows[kept] = rows[i];
        values[kept++] = values[i];
      }
    }
    count = kept;
    least = Math.nextUp(last);
  }
}
