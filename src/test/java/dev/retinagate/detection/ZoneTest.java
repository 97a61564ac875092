package dev.retinagate.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneTest {

  /** The right half, with a notch from the right: concave. */
  private static final Zone NOTCHED = zone(0.5, 0, 1, 0, 1, 0.4, 0.6, 0.5, 1, 0.6, 1, 1, 0.5, 1);

  /** Two triangles that meet in the middle. */
  private static final Zone BOW_TIE = zone(0.1, 0.1, 0.9, 0.9, 0.9, 0.1, 0.1, 0.9);

  /** A pentagram, whose middle is outside by the even-odd rule. */
  private static final Zone STAR = zone(0.5, 0, 0.8, 0.9, 0, 0.35, 1, 0.35, 0.2, 0.9);

  @ParameterizedTest
  @CsvSource({
    "0.55, 0.5, true",
    "0.75, 0.2, true",
    "0.75, 0.5, false",
    "0.4, 0.5, false",
    "0.95, 0.58, false",
    "0.95, 0.9, true"
  })
  void aNotchIsOutside(double x, double y, boolean inside) {
    assertThat(NOTCHED.contains(x, y)).isEqualTo(inside);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.5, true", // on the left edge
    "0.75, 0, true", // on the picture's own edge
    "1, 1, true", // on a corner
    "0.6, 0.5, true", // on the corner of the notch
    "0.5, 0, true",
    "0.499999, 0.5, false"
  })
  void theOutlineIsInside(double x, double y, boolean inside) {
    assertThat(NOTCHED.contains(x, y)).isEqualTo(inside);
  }

  @Test
  void linesThatCrossMakeHoles() {
    assertThat(BOW_TIE.contains(0.2, 0.5)).isTrue();
    assertThat(BOW_TIE.contains(0.8, 0.5)).isTrue();
    assertThat(BOW_TIE.contains(0.5, 0.2)).isFalse();
    assertThat(STAR.contains(0.5, 0.5)).isFalse();
    assertThat(STAR.contains(0.5, 0.1)).isTrue();
  }

  @Test
  void isInsideWhereTheEvenOddRuleOfTheJdkSaysSo() {
    Random random = new Random(14);
    int inside = 0;
    for (int round = 0; round < 200; round++) {
      Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
      List<Zone.Corner> corners = new ArrayList<>();
      int count = 3 + random.nextInt(30);
      for (int i = 0; i < count; i++) {
        // Few different values, so that edges are level, upright and laid over each other.
        Zone.Corner corner = new Zone.Corner(random.nextInt(9) / 8.0, random.nextInt(9) / 8.0);
        corners.add(corner);
        if (i == 0) {
          path.moveTo(corner.x(), corner.y());
        } else {
          path.lineTo(corner.x(), corner.y());
        }
      }
      path.closePath();
      if (isLine(corners)) {
        continue;
      }
      Zone zone = new Zone("z", corners);
      for (int i = 0; i < 100; i++) {
        double x = random.nextDouble();
        double y = random.nextDouble();
        assertThat(zone.contains(x, y))
            .as("%s at %s, %s", corners, x, y)
            .isEqualTo(path.contains(x, y));
        inside += zone.contains(x, y) ? 1 : 0;
      }
    }
    assertThat(inside).isBetween(1_000, 19_000);
  }

  private static boolean isLine(List<Zone.Corner> corners) {
    try {
      return new Zone("z", corners).corners().isEmpty();
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  @ParameterizedTest
  @CsvSource({
    // left, top, width, height; the left half of a picture of 640 by 480
    "100, 100, 50, 50, true",
    "310, 100, 20, 50, true", // the middle is on the edge
    "311, 100, 20, 50, false",
    "0, 0, 640, 480, true",
    "100, 400, 50, 90, true", // reaches below the picture
    "-90, 100, 100, 50, true", // the middle is left of the picture
    "330, 100, -60, 50, true" // corners out of order
  })
  void aDetectionStandsOnTheMiddleOfItsLowerEdge(
      float x, float y, float width, float height, boolean inside) {
    Zone left = zone(0, 0, 0.5, 0, 0.5, 1, 0, 1);

    assertThat(left.holds(new Box(x, y, width, height), 640, 480)).isEqualTo(inside);
  }

  /** 14.2f + (512 - 14.2f) is not 512 in fp32, and a box is stored as such a sum. */
  @Test
  void aBoxThatRoundingPutsBelowThePictureStandsAtItsEdge() {
    Zone floor = zone(0, 0.9, 1, 0.9, 1, 1, 0, 1);
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      Box box = Box.ofCorners(10, 400 * random.nextFloat(), 50, 511.99997f);
      assertThat(floor.holds(box, 512, 512)).as("%s", box).isTrue();
    }
    assertThat(floor.holds(new Box(0, 0, 10, 512.00006f), 512, 512)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,0,1,1,0.5,0.5", "0.2,0.2,0.2,0.2,0.2,0.2", "0,0.5,1,0.5,0,0.5,1,0.5"})
  void refusesAnOutlineWithoutArea(String numbers) {
    List<Zone.Corner> corners = new ArrayList<>();
    String[] parts = numbers.split(",", -1);
    for (int i = 0; i < parts.length; i += 2) {
      corners.add(new Zone.Corner(Double.parseDouble(parts[i]), Double.parseDouble(parts[i + 1])));
    }

    assertThatIllegalArgumentException().isThrownBy(() -> new Zone("z", corners));
  }

  @Test
  void refusesTwoCornersAndCornersOutsideThePicture() {
    assertThatIllegalArgumentException().isThrownBy(() -> zone(0, 0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Zone.Corner(1.01, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Zone.Corner(0, Double.NaN));
  }

  private static Zone zone(double... numbers) {
    List<Zone.Corner> corners = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += 2) {
      corners.add(new Zone.Corner(numbers[i], numbers[i + 1]));
    }
    return new Zone("z", corners);
  }
}
