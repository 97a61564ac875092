package dev.retinagate.web;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * One scene of four colours, stored in each format and each of EXIF's eight orientations: as it is
 * stored it looks turned or mirrored, and upright it is always the same.
 */
final class TurnedPictures {

  /** Sides of the upright scene in pixels. */
  static final int WIDTH = 96;

  static final int HEIGHT = 64;

  /** Of the upright scene: above left, above right, below left, below right. */
  static final Color[] QUARTERS = {
    new Color(220, 30, 30), new Color(30, 200, 30), new Color(30, 30, 220), new Color(230, 220, 40)
  };

  private static final int FIRST_THAT_SWAPS_SIDES = 5;
  private static final int LOSSLESS = 101;
  private static final int RIFF_HEADER = 12;
  private static final int PNG_SIGNATURE_AND_IHDR = 33;
  private static final byte EXIF_FLAG = 8;

  private TurnedPictures() {}

  /**
   * The scene as a file.
   *
   * @param format jpg, png or webp
   * @param orientation 1..8, as EXIF counts
   */
  static byte[] file(String format, int orientation) throws IOException {
    BufferedImage stored = stored(orientation);
    byte[] tiff = tiff(orientation);
    return switch (format) {
      case "jpg" -> jpeg(encoded(stored, "jpg"), tiff);
      case "png" -> png(encoded(stored, "png"), tiff);
      case "webp" -> webp(lossless(stored), stored, tiff);
      default -> throw new IllegalArgumentException(format);
    };
  }

  /** What has to be stored so that it is upright once it is turned as the orientation says. */
  private static BufferedImage stored(int orientation) {
    boolean swaps = orientation >= FIRST_THAT_SWAPS_SIDES;
    int width = swaps ? HEIGHT : WIDTH;
    int height = swaps ? WIDTH : HEIGHT;
    BufferedImage stored = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        // Where row y and column x of what is stored are in the scene (Exif 2.32, 4.6.4).
        int sceneX =
            switch (orientation) {
              case 1, 4 -> x;
              case 2, 3 -> WIDTH - 1 - x;
              case 5, 8 -> y;
              default -> WIDTH - 1 - y;
            };
        int sceneY =
            switch (orientation) {
              case 1, 2 -> y;
              case 3, 4 -> HEIGHT - 1 - y;
              case 5, 6 -> x;
              default -> HEIGHT - 1 - x;
            };
        stored.setRGB(x, y, colour(sceneX, sceneY).getRGB());
      }
    }
    return stored;
  }

  private static Color colour(int x, int y) {
    return QUARTERS[(y < HEIGHT / 2 ? 0 : 2) + (x < WIDTH / 2 ? 0 : 1)];
  }

  private static byte[] encoded(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, format, out);
    return out.toByteArray();
  }

  /** One entry in one directory: the orientation (TIFF 6.0, section 2). */
  private static byte[] tiff(int orientation) {
    return ByteBuffer.allocate(26)
        .put("MM\0*".getBytes(StandardCharsets.US_ASCII))
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }

  private static byte[] jpeg(byte[] file, byte[] tiff) {
    byte[] mark = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(file.length + 4 + mark.length + tiff.length);
    out.put(file, 0, 2);
    out.putShort((short) 0xffe1).putShort((short) (2 + mark.length + tiff.length));
    return out.put(mark).put(tiff).put(file, 2, file.length - 2).array();
  }

  private static byte[] png(byte[] file, byte[] tiff) {
    byte[] chunk =
        ByteBuffer.allocate(4 + tiff.length)
            .put("eXIf".getBytes(StandardCharsets.US_ASCII))
            .put(tiff)
            .array();
    CRC32 crc = new CRC32();
    crc.update(chunk);
    return ByteBuffer.allocate(file.length + 8 + chunk.length)
        .put(file, 0, PNG_SIGNATURE_AND_IHDR)
        .putInt(tiff.length)
        .put(chunk)
        .putInt((int) crc.getValue())
        .put(file, PNG_SIGNATURE_AND_IHDR, file.length - PNG_SIGNATURE_AND_IHDR)
        .array();
  }

  /** The extended form (RFC 9649, section 2.7): a header, the picture's chunk, EXIF. */
  private static byte[] webp(byte[] file, BufferedImage picture, byte[] tiff) {
    byte[] chunk = Arrays.copyOfRange(file, RIFF_HEADER, file.length);
    ByteBuffer out =
        ByteBuffer.allocate(RIFF_HEADER + 18 + chunk.length + 8 + tiff.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(out.capacity() - 8);
    out.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(EXIF_FLAG);
    put24Bits(out, picture.getWidth() - 1);
    put24Bits(out, picture.getHeight() - 1);
    out.put(chunk).put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(tiff.length);
    return out.put(tiff).array();
  }

  private static void put24Bits(ByteBuffer out, int value) {
    out.putShort((short) value).put((byte) (value >> 16));
  }

  private static byte[] lossless(BufferedImage picture) {
    byte[] bgr = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
    try (BytePointer memory = new BytePointer(bgr);
        Mat pixels = new Mat(picture.getHeight(), picture.getWidth(), opencv_core.CV_8UC3, memory);
        BytePointer out = new BytePointer();
        IntPointer options = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, LOSSLESS)) {
      opencv_imgcodecs.imencode(".webp", pixels, out, options);
      byte[] bytes = new byte[Math.toIntExact(out.limit())];
      out.get(bytes);
      return bytes;
    }
  }
}
