package dev.retinagate.image.jpeg;

import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.PictureException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A frame header that is decoded: Huffman coding, sequential or progressive, 8 bits a sample.
 *
 * <p>Arithmetic coding, which libjpeg-turbo knows, is not among them. Its data cannot be checked,
 * since every bit string stands for some picture, and a block may take microseconds without taking
 * a byte, so that its work cannot be told beforehand. Browsers do not show it either.
 *
 * @param marker its SOF marker
 * @param width pixels, 1..65535
 * @param height pixels, 1..65535
 * @param components 1, 3 or 4
 */
record Frame(int marker, int width, int height, List<Component> components) {

  /** Samples of a block, beside or above each other. */
  static final int BLOCK_SIDE = 8;

  /** JPEG_MAX_DIMENSION of libjpeg's jmorecfg.h. */
  static final int MAX_SIDE = 65_500;

  private static final String SAVE_AS_ORDINARY = "Save it as an ordinary JPEG.";
  private static final int FIXED_BYTES = 6;
  private static final int COMPONENT_BYTES = 3;
  private static final int MAX_SAMPLING = 4;
  private static final int QUANTISATION_SLOTS = 4;
  private static final int SAMPLE_BITS = 8;
  private static final int MAX_COMPONENTS = 4;

  /**
   * Reads a frame header.
   *
   * @throws PictureException if it is damaged, or beyond what the decoder takes
   */
  static Frame read(int marker, ByteBuffer segment) throws PictureException {
    if (segment.limit() < FIXED_BYTES) {
      throw JpegHeader.damaged();
    }
    int bits = unsigned(segment, 0);
    int height = Short.toUnsignedInt(segment.getShort(1));
    int width = Short.toUnsignedInt(segment.getShort(3));
    int count = unsigned(segment, 5);
    requireCoding(marker, bits);
    if (segment.limit() != FIXED_BYTES + count * COMPONENT_BYTES || width == 0) {
      throw JpegHeader.damaged();
    }
    if (height == 0) {
      throw beyond("its height stands behind its data (DNL)", SAVE_AS_ORDINARY);
    }
    if (count != 1 && count != 3 && count != MAX_COMPONENTS) {
      throw beyond("it has %d colour components".formatted(count), "Send one with 1, 3 or 4.");
    }
    List<Component> components = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      components.add(component(segment, FIXED_BYTES + i * COMPONENT_BYTES));
    }
    return new Frame(marker, width, height, List.copyOf(components));
  }

  private static void requireCoding(int marker, int bits) throws PictureException {
    switch (marker) {
      case Marker.SOF_BASELINE, Marker.SOF_EXTENDED, Marker.SOF_PROGRESSIVE -> {
        if (bits != SAMPLE_BITS) {
          throw beyond(
              "it has %d bits a sample, and only 8 are decoded".formatted(bits),
              "Save it with 8 bits.");
        }
      }
      case Marker.SOF_ARITHMETIC, Marker.SOF_ARITHMETIC_PROGRESSIVE ->
          throw beyond("it is arithmetic-coded", SAVE_AS_ORDINARY);
      case Marker.SOF_LOSSLESS, Marker.SOF_ARITHMETIC_LOSSLESS ->
          throw beyond("it is lossless", SAVE_AS_ORDINARY);
      default -> throw beyond("it is hierarchical", SAVE_AS_ORDINARY);
    }
  }

  private static Component component(ByteBuffer segment, int at) throws PictureException {
    int sampling = unsigned(segment, at + 1);
    Component component =
        new Component(
            unsigned(segment, at), sampling >> 4, sampling & 0xf, unsigned(segment, at + 2));
    if (!isSampling(component.horizontal())
        || !isSampling(component.vertical())
        || component.quantisation() >= QUANTISATION_SLOTS) {
      throw JpegHeader.damaged();
    }
    return component;
  }

  private static boolean isSampling(int factor) {
    return factor >= 1 && factor <= MAX_SAMPLING;
  }

  private static PictureException beyond(String limit, String advice) {
    return new PictureException(
        Reason.BEYOND_DECODER, "This JPEG cannot be decoded: " + limit + ". " + advice);
  }

  private static int unsigned(ByteBuffer segment, int at) {
    return Byte.toUnsignedInt(segment.get(at));
  }

  boolean isProgressive() {
    return marker == Marker.SOF_PROGRESSIVE;
  }

  long pixels() {
    return (long) width * height;
  }

  /** MCUs beside each other in a scan of several components. */
  int mcusWide() {
    return ceil(width, BLOCK_SIDE * maxHorizontal());
  }

  /** MCUs above each other in a scan of several components. */
  int mcusHigh() {
    return ceil(height, BLOCK_SIDE * maxVertical());
  }

  /** Blocks beside each other that hold samples of the component. */
  int blocksWide(Component component) {
    return ceil(ceil(width * component.horizontal(), maxHorizontal()), BLOCK_SIDE);
  }

  /** Blocks above each other that hold samples of the component. */
  int blocksHigh(Component component) {
    return ceil(ceil(height * component.vertical(), maxVertical()), BLOCK_SIDE);
  }

  /** Blocks beside each other with those that only fill the last MCU. */
  int paddedBlocksWide(Component component) {
    return mcusWide() * component.horizontal();
  }

  /** Blocks of all components, with those that only fill MCUs. */
  long blocks() {
    long blocks = 0;
    for (Component component : components) {
      blocks += (long) mcusWide() * mcusHigh() * component.horizontal() * component.vertical();
    }
    return blocks;
  }

  private int maxHorizontal() {
    return components.stream().mapToInt(Component::horizontal).max().orElseThrow();
  }

  private int maxVertical() {
    return components.stream().mapToInt(Component::vertical).max().orElseThrow();
  }

  private static int ceil(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
