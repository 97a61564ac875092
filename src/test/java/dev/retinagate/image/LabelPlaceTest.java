package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabelPlaceTest {

  private static final int WIDTH = 40;
  private static final int HEIGHT = 12;
  private static final LabelPlace.Frame BOUNDS = new LabelPlace.Frame(0, 0, 200, 200);

  private final List<LabelPlace> taken = new ArrayList<>();

  private Optional<LabelPlace> choose(int x, int y, int width, int height) {
    return LabelPlace.choose(
        new LabelPlace.Frame(x, y, width, height), WIDTH, HEIGHT, BOUNDS, taken);
  }

  @Test
  void standsAboveTheBoxWhereThereIsRoom() {
    assertThat(choose(10, 50, 100, 100)).contains(new LabelPlace(10, 38, WIDTH, HEIGHT));
  }

  @Test
  void staysInThePictureAboveABoxThatTouchesTheTop() {
    assertThat(choose(10, 3, 100, 100)).contains(new LabelPlace(10, 0, WIDTH, HEIGHT));
  }

  @Test
  void movesLeftToStayInThePicture() {
    assertThat(choose(190, 50, 10, 100).orElseThrow().x()).isEqualTo(160);
  }

  @Test
  void coversNoLabelThatIsThereAlready() {
    for (int i = 0; i < 8; i++) {
      LabelPlace place = choose(10, 50, 100, 100).orElseThrow();
      for (LabelPlace other : taken) {
        boolean apart =
            place.y() + HEIGHT <= other.y()
                || other.y() + HEIGHT <= place.y()
                || place.x() + WIDTH <= other.x()
                || other.x() + WIDTH <= place.x();
        assertThat(apart).as("%s and %s", place, other).isTrue();
      }
      taken.add(place);
    }
  }

  @Test
  void thereIsNoneWhereEveryPlaceIsTaken() {
    for (int i = 0; i < 8; i++) {
      taken.add(choose(10, 50, 100, 100).orElseThrow());
    }

    assertThat(choose(10, 50, 100, 100)).isEmpty();
  }

  @Test
  void staysAtTheEdgeOfAPictureThatIsTooNarrow() {
    LabelPlace.Frame narrow = new LabelPlace.Frame(0, 0, 20, 10);

    assertThat(LabelPlace.choose(new LabelPlace.Frame(5, 5, 8, 4), WIDTH, HEIGHT, narrow, taken))
        .contains(new LabelPlace(0, 0, WIDTH, HEIGHT));
  }
}
