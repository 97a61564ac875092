package dev.retinagate.model;

import java.util.Arrays;

/**
 * The rows of a level that pass, and of each class no more than the best {@link #MAX_OF_CLASS}. A
 * threshold of 0 passes twelve million rows of a picture of 800 × 1066 pixels, a gigabyte once they
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

  private static final int INITIAL_CAPACITY = 64;

  private long[] rows = new long[INITIAL_CAPACITY];
  private float[] logits = new float[INITIAL_CAPACITY];
  private int count;
  private int start;
  private float least;

  /** The rows that follow are of another class. */
  void beginClass(float leastLogit) {
    keepBest();
    start = count;
    least = leastLogit;
  }

  /** The smallest logit that {@link #add} has a use for. */
  float least() {
    return least;
  }

  /** Adds a row, whose logit is {@link #least} or more. */
  void add(long row, float logit) {
    if (count - start == 2 * MAX_OF_CLASS) {
      keepBest();
      if (logit < least) {
        return;
      }
    }
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * count);
      logits = Arrays.copyOf(logits, 2 * count);
    }
    rows[count] = row;
    logits[count++] = logit;
  }

  /** All rows that were kept, ascending. */
  long[] sorted() {
    keepBest();
    long[] sorted = Arrays.copyOf(rows, count);
    Arrays.sort(sorted);
    return sorted;
  }

  /** Of equal logits, those that came first stay. */
  private void keepBest() {
    if (count - start <= MAX_OF_CLASS) {
      return;
    }
    float[] ascending = Arrays.copyOfRange(logits, start, count);
    Arrays.sort(ascending);
    float last = ascending[ascending.length - MAX_OF_CLASS];
    int above = 0;
    for (int i = start; i < count; i++) {
      above += logits[i] > last ? 1 : 0;
    }
    int equals = MAX_OF_CLASS - above;
    int kept = start;
    for (int i = start; i < count; i++) {
      if (logits[i] > last || (logits[i] == last && equals-- > 0)) {
        rows[kept] = rows[i];
        logits[kept++] = logits[i];
      }
    }
    count = kept;
    least = Math.nextUp(last);
  }
}
