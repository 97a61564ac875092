package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LetteringTest {

  private static final int SIDE = 300;
  private static final Ink INK = Ink.OF_ZONE;

  enum Kind {
    OF_JAVA,
    OF_OPENCV;

    Lettering create(double capital) {
      if (this == OF_OPENCV) {
        return new HersheyLettering(capital);
      }
      assumeTrue(JavaLettering.isAvailable(), "this machine has no fonts");
      return new JavaLettering(capital);
    }
  }

  @BeforeAll
  static void load() {
    OpenCv.load();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void fillsThePlateWithDarkLettersOnABrightGround(Kind kind) {
    Lettering lettering = kind.create(20);
    try (Mat pixels = grey();
        UByteIndexer at = pixels.createIndexer()) {
      lettering.draw(pixels, "Hill", 10, 20, INK);

      assertThat(at.get(20, 10, 0)).isEqualTo(255);
      assertThat(at.get(20 + lettering.height() - 1, 10 + lettering.width("Hill") - 1, 0))
          .isEqualTo(255);
      assertThat(at.get(19, 10, 0)).isEqualTo(100);
      assertThat(darkest(at, lettering)).isLessThan(50);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void leavesOutWhatIsOutsideOfThePicture(Kind kind) {
    Lettering lettering = kind.create(20);
    try (Mat pixels = grey();
        UByteIndexer at = pixels.createIndexer()) {
      lettering.draw(pixels, "a very long label, longer than the picture", 200, SIDE - 5, INK);

      assertThat(at.get(SIDE - 1, SIDE - 1, 0)).isNotEqualTo(100);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Fußgänger", "Ποδήλατο", "Лошадь"})
  void javasLettersAreNotAsciiOnly(String text) {
    Lettering lettering = Kind.OF_JAVA.create(20);

    assertThat(lettering.width(text)).isGreaterThan(lettering.width("?".repeat(text.length())));
  }

  @Test
  void opencvsFontHasAQuestionMarkForEachLetterThatItLacks() {
    Lettering lettering = new HersheyLettering(20);

    assertThat(lettering.width("äß")).isEqualTo(lettering.width("??"));
  }

  private static int darkest(UByteIndexer at, Lettering lettering) {
    int darkest = 255;
    for (int y = 20; y < 20 + lettering.height(); y++) {
      for (int x = 10; x < 10 + lettering.width("Hill"); x++) {
        darkest = Math.min(darkest, at.get(y, x, 0));
      }
    }
    return darkest;
  }

  private static Mat grey() {
    try (Scalar grey = new Scalar(100, 100, 100, 0)) {
      return new Mat(SIDE, SIDE, opencv_core.CV_8UC3, grey);
    }
  }
}
