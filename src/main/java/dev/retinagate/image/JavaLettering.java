package dev.retinagate.image;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * Letters of the machine's own fonts, of every script that one of them has. A letter that none has
 * is a question mark.
 */
final class JavaLettering implements Lettering {

  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);
  private static final int CHANNELS = 3;

  /** Most of a plate's width that is drawn: no picture is wider. */
  private static final int MAX_WIDTH = 1 << 16;

  private final Font font;
  private final int margin;
  private final int height;
  private final int baseline;

  JavaLettering(double capital) {
    font = Fonts.BOLD.deriveFont((float) (capital / Fonts.CAPITAL_PER_SIZE));
    margin = Lettering.margin(capital);
    // Accents above and descenders below need a little more than the margin of a capital.
    height = (int) Math.ceil(capital) + 2 * margin + margin / 2;
    baseline = (int) Math.ceil(capital) + margin + margin / 4;
  }

  /** Whether the machine has a font. Reads the fonts at the first call, which takes a while. */
  static boolean isAvailable() {
    return Fonts.BOLD != null;
  }

  @Override
  public int width(String text) {
    double width = font.getStringBounds(inFont(text), CONTEXT).getWidth();
    return (int) Math.min(MAX_WIDTH, Math.ceil(width)) + 2 * margin;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public void draw(Mat pixels, String text, int x, int y, Ink ink) {
    int columns = Math.min(width(text), pixels.cols() - x);
    int rows = Math.min(height, pixels.rows() - y);
    if (x < 0 || y < 0 || columns <= 0 || rows <= 0) {
      return;
    }
    // Java's and OpenCV's pixels are both blue, green, red.
    BufferedImage plate = new BufferedImage(columns, rows, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = plate.createGraphics();
    graphics.setColor(new Color(ink.rgb()));
    graphics.fillRect(0, 0, columns, rows);
    graphics.setColor(new Color(ink.letters()));
    graphics.setFont(font);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.drawString(inFont(text), margin, baseline);
    graphics.dispose();
    byte[] bytes = ((DataBufferByte) plate.getRaster().getDataBuffer()).getData();
    try (BytePointer data = new BytePointer(bytes);
        Mat drawn = new Mat(rows, columns, opencv_core.CV_8UC3, data, (long) columns * CHANNELS);
        Rect place = new Rect(x, y, columns, rows);
        Mat target = new Mat(pixels, place)) {
      drawn.copyTo(target);
    }
  }

  private String inFont(String text) {
    if (font.canDisplayUpTo(text) < 0) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(c -> shown.appendCodePoint(font.canDisplay(c) ? c : '?'));
    return shown.toString();
  }

  /** Read once. Java needs its own native libraries for it, and the machine's fontconfig. */
  private static final class Fonts {

    static final Font BOLD = read();

    /** Height of a capital letter at font size 1. */
    static final double CAPITAL_PER_SIZE =
        BOLD == null ? 1 : BOLD.createGlyphVector(CONTEXT, "H").getVisualBounds().getHeight();

    private static Font read() {
      // A server has no screen, even where DISPLAY names one.
      System.setProperty("java.awt.headless", "true");
      try {
        GraphicsEnvironment.getLocalGraphicsEnvironment();
        Font font = new Font(Font.SANS_SERIF, Font.BOLD, 1);
        return font.getStringBounds("H", CONTEXT).isEmpty() ? null : font;
      } catch (RuntimeException | LinkageError | InternalError e) {
        // A JRE without its fonts, or a machine without fontconfig.
        return null;
      }
    }
  }
}
