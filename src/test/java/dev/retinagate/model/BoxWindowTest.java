package dev.retinagate.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoxWindowTest {

  private static final int HEIGHT = 100;
  private static final int WIDTH = 134;

  @Test
  void isExactFiveCellsInwards() {
    BoxWindow window = new BoxWindow(10, 20, 24, 24, HEIGHT, WIDTH);

    assertThat(window.isExact(15, 25)).isTrue();
    assertThat(window.isExact(14, 25)).isFalse();
    assertThat(window.isExact(15, 24)).isFalse();
    assertThat(window.isExact(28, 38)).isTrue();
    assertThat(window.isExact(29, 38)).isFalse();
    assertThat(window.isExact(28, 39)).isFalse();
  }

  @Test
  void isExactUpToTheLevelsOwnEdge() {
    BoxWindow corner = new BoxWindow(HEIGHT - 24, WIDTH - 24, 24, 24, HEIGHT, WIDTH);

    assertThat(corner.isExact(HEIGHT - 1, WIDTH - 1)).isTrue();
    assertThat(corner.isExact(HEIGHT - 24, WIDTH - 1)).isFalse();
    assertThat(BoxWindow.whole(7, 9).isExact(0, 8)).isTrue();
  }

  @Test
  void takesOneWindowForCellsThatLieTogether() {
    int[] cells = {cell(50, 60), cell(50, 66), cell(58, 54), cell(63, 67)};

    assertThat(BoxWindow.covering(cells, HEIGHT, WIDTH)).hasSize(1);
  }

  @Test
  void takesTheWholeLevelWhereItIsSmall() {
    assertThat(BoxWindow.covering(new int[] {0}, 13, 17)).containsExactly(BoxWindow.whole(13, 17));
  }

  @Test
  void takesTheWholeLevelWhereCellsPassEverywhere() {
    int[] all = IntStream.range(0, HEIGHT * WIDTH).toArray();

    assertThat(BoxWindow.covering(all, HEIGHT, WIDTH))
        .containsExactly(BoxWindow.whole(HEIGHT, WIDTH));
  }

  @Test
  void coversEveryCellWithinTheLevel() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      int[] cells =
          random.ints(1 + random.nextInt(12), 0, HEIGHT * WIDTH).sorted().distinct().toArray();

      List<BoxWindow> windows = BoxWindow.covering(cells, HEIGHT, WIDTH);

      assertThat(windows)
          .allMatch(
              w ->
                  w.top() >= 0
                      && w.left() >= 0
                      && w.top() + w.height() <= HEIGHT
                      && w.left() + w.width() <= WIDTH);
      assertThat(Arrays.stream(cells).boxed())
          .allMatch(c -> windows.stream().anyMatch(w -> w.isExact(c / WIDTH, c % WIDTH)));
      assertThat(windows.size()).isLessThanOrEqualTo(cells.length);
    }
  }

  private static int cell(int row, int column) {
    return row * WIDTH + column;
  }
}
