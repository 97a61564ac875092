package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelPlaceTest {

  @Test
  void standsAboveTheBoxWhereThereIsRoom() {
    LabelPlace place = LabelPlace.choose(10, 50, 100, 40, 12, 200, 200, List.of());

    assertThat(place).isEqualTo(new LabelPlace(10, 38, 40, 12));
  }

  @Test
  void standsInsideABoxThatTouchesTheTop() {
    LabelPlace place = LabelPlace.choose(10, 3, 100, 40, 12, 200, 200, List.of());

    assertThat(place.y()).isEqualTo(3);
  }

  @Test
  void movesLeftToStayInThePicture() {
    LabelPlace place = LabelPlace.choose(190, 50, 100, 40, 12, 200, 200, List.of());

    assertThat(place.x()).isEqualTo(160);
  }

  @Test
  void doesNotCoverALabelThatIsThereAlready() {
    List<LabelPlace> taken = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      LabelPlace place = LabelPlace.choose(10, 50, 100, 40, 12, 200, 200, taken);
      for (LabelPlace other : taken) {
        boolean apart =
            place.y() + place.height() <= other.y() || other.y() + other.height() <= place.y();
        assertThat(apart).as("%s and %s", place, other).isTrue();
      }
      taken.add(place);
    }
  }

  @Test
  void staysAtTheEdgeOfAPictureThatIsTooNarrow() {
    LabelPlace place = LabelPlace.choose(5, 5, 8, 40, 12, 20, 10, List.of());

    assertThat(place).isEqualTo(new LabelPlace(0, 0, 40, 12));
  }
}
