package dev.retinagate.model;

import static dev.retinagate.model.BestRows.MAX_OF_CLASS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BestRowsTest {

  private static final int MANY = 5 * MAX_OF_CLASS + 7;

  private final BestRows rows = new BestRows(1);

  @Test
  void whatIsFewIsKeptInAscendingOrder() {
    rows.beginClass(-3);
    offer(9, -3);
    offer(4, -3.1f);
    offer(2, 5);
    rows.beginClass(1);
    offer(3, 0.9f);
    offer(1, 1);

    assertThat(rows.sorted()).containsExactly(1, 2, 9);
  }

  @Test
  void ofMoreTheBestAreKeptInWhateverOrderTheyCome() {
    List<Integer> logits =
        new ArrayList<>(LongStream.range(0, MANY).mapToObj(i -> (int) i).toList());
    for (int order = 0; order < 3; order++) {
      BestRows kept = new BestRows(1);
      kept.beginClass(Float.NEGATIVE_INFINITY);
      for (int logit : logits) {
        if (logit >= kept.least()) {
          kept.add(logit, logit);
        }
      }

      assertThat(kept.sorted())
          .containsExactly(LongStream.range(MANY - MAX_OF_CLASS, MANY).toArray());
      if (order == 0) {
        Collections.reverse(logits);
      } else {
        Collections.shuffle(logits, new Random(1));
      }
    }
  }

  @Test
  void ofEqualOnesTheFirstAreKept() {
    rows.beginClass(0);
    for (int row = 0; row < MANY; row++) {
      offer(row, row == MANY - 1 ? 2 : 1);
    }

    assertThat(rows.sorted())
        .containsExactly(
            LongStream.concat(LongStream.range(0, MAX_OF_CLASS - 1), LongStream.of(MANY - 1))
                .toArray());
  }

  @Test
  void aClassTakesNothingFromAnother() {
    rows.beginClass(0);
    for (int row = 0; row < MANY; row++) {
      offer(row, 9);
    }
    rows.beginClass(-9);
    offer(MANY, -9);

    assertThat(rows.sorted()).hasSize(MAX_OF_CLASS + 1).endsWith(MANY);
  }

  @Test
  void noNumberIsNoScore() {
    rows.beginClass(Float.NEGATIVE_INFINITY);
    offer(1, Float.NaN);
    offer(2, Float.NEGATIVE_INFINITY);

    assertThat(rows.sorted()).containsExactly(2);
  }

  @Test
  void manyClassesShareTheBound() {
    for (int[] expected : new int[][] {{64, 4096}, {80, 3276}, {365, 718}, {1203, 600}}) {
      BestRows shared = new BestRows(expected[0]);
      shared.beginClass(0);
      for (int row = 0; row < MAX_OF_CLASS + 1; row++) {
        if (row >= shared.least()) {
          shared.add(row, row);
        }
      }

      assertThat(shared.sorted()).hasSize(expected[1]).endsWith(MAX_OF_CLASS);
    }
  }

  private void offer(long row, float logit) {
    if (logit >= rows.least()) {
      rows.add(row, logit);
    }
  }
}
