package dev.retinagate.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

class InputTensorTest {

  private static final int SIDE = 32;
  private static final float UNTOUCHED = 12345;
  private static final InputTensor.Normalisation NORMALISATION =
      new InputTensor.Normalisation(List.of(10.0, 20.0, 30.0), List.of(2.0, 4.0, 5.0), 0);

  static {
    OpenCv.load();
  }

  @Test
  void fillsThePictureAtTheTopLeftAndTheRestWithBlack() {
    FloatBuffer tensor = tensor();
    try (DecodedPicture picture = uniform(100, 50, 110, 120, 130)) {
      InputTensor.letterbox(picture, square(picture), NORMALISATION, tensor);
    }

    assertThat(at(tensor, 0, 0, 0)).isCloseTo((110 - 10) / 2f, within(1e-4f));
    assertThat(at(tensor, 1, 15, 31)).isCloseTo((120 - 20) / 4f, within(1e-4f));
    assertThat(at(tensor, 2, 8, 16)).isCloseTo((130 - 30) / 5f, within(1e-4f));
    assertThat(at(tensor, 0, 16, 0)).isCloseTo((0 - 10) / 2f, within(1e-4f));
    assertThat(at(tensor, 1, 31, 31)).isCloseTo((0 - 20) / 4f, within(1e-4f));
    assertThat(at(tensor, 2, 20, 5)).isCloseTo((0 - 30) / 5f, within(1e-4f));
  }

  @Test
  void fillsAnInputOfFewerRows() {
    int rows = SIDE / 2;
    FloatBuffer tensor = tensor();
    for (int i = 0; i < tensor.capacity(); i++) {
      tensor.put(i, UNTOUCHED);
    }
    try (DecodedPicture picture = uniform(50, 20, 110, 120, 130)) {
      InputTensor.letterbox(picture, new Letterbox(25, 10, SIDE, rows), NORMALISATION, tensor);
    }

    float[] inside = {(110 - 10) / 2f, (120 - 20) / 4f, (130 - 30) / 5f};
    float[] padding = {(0 - 10) / 2f, (0 - 20) / 4f, (0 - 30) / 5f};
    for (int i = 0; i < 3 * rows * SIDE; i++) {
      int channel = i / (rows * SIDE);
      boolean covered = i / SIDE % rows < 10 && i % SIDE < 25;
      assertThat(tensor.get(i))
          .as("element %d", i)
          .isCloseTo(covered ? inside[channel] : padding[channel], within(1e-4f));
    }
    assertThat(tensor.get(3 * rows * SIDE)).isEqualTo(UNTOUCHED);
  }

  @Test
  void leavesNothingOfThePictureBefore() {
    FloatBuffer tensor = tensor();
    try (DecodedPicture wide = uniform(100, 50, 200, 200, 200);
        DecodedPicture tall = uniform(50, 100, 200, 200, 200)) {
      InputTensor.letterbox(wide, square(wide), NORMALISATION, tensor);
      InputTensor.letterbox(tall, square(tall), NORMALISATION, tensor);
    }

    assertThat(at(tensor, 0, 0, 31)).isCloseTo((0 - 10) / 2f, within(1e-4f));
    assertThat(at(tensor, 0, 31, 0)).isCloseTo((200 - 10) / 2f, within(1e-4f));
  }

  @Test
  void enlargesASmallPicture() {
    FloatBuffer tensor = tensor();
    try (DecodedPicture picture = uniform(16, 16, 50, 60, 70)) {
      InputTensor.letterbox(picture, square(picture), NORMALISATION, tensor);
    }

    assertThat(at(tensor, 0, 31, 31)).isCloseTo((50 - 10) / 2f, within(1e-4f));
  }

  @Test
  void averagesWhenItShrinksInsteadOfSkippingPixels() {
    FloatBuffer tensor = tensor();
    try (DecodedPicture picture = uniform(320, 320, 0, 0, 0);
        Mat column = picture.bgr().col(5);
        Scalar white = new Scalar(255, 255, 255, 0)) {
      column.put(white);
      InputTensor.letterbox(picture, square(picture), NORMALISATION, tensor);
    }

    // One column in ten is white, at a place that bilinear sampling would skip.
    assertThat(at(tensor, 0, 3, 0)).isCloseTo((25.5f - 10) / 2f, within(0.3f));
  }

  private static DecodedPicture uniform(int width, int height, int blue, int green, int red) {
    try (Scalar colour = new Scalar(blue, green, red, 0)) {
      return new DecodedPicture(new Mat(height, width, opencv_core.CV_8UC3, colour));
    }
  }

  private static Letterbox square(DecodedPicture picture) {
    return Letterbox.square(picture.width(), picture.height(), SIDE);
  }

  private static FloatBuffer tensor() {
    return ByteBuffer.allocateDirect(3 * SIDE * SIDE * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static float at(FloatBuffer tensor, int channel, int y, int x) {
    return tensor.get((channel * SIDE + y) * SIDE + x);
  }
}
