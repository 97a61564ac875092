package dev.retinagate.model;

import dev.retinagate.graph.SmallerInput;
import dev.retinagate.graph.Symbol;
import dev.retinagate.image.Letterbox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sizes of input that a network of a square is computed at.
 *
 * <p>In fp32 and bf16 that is the square, so that answers are those of the network's authors. In
 * int8, rows or columns that hold padding alone are not computed: 15 to 25 % of the time for a
 * camera's picture. Mean average precision on coco-train128 tells no difference: in fp32, where
 * int8's noise does not hide it, 0.328 against 0.330 (nanodet-g) and 0.386 against 0.387
 * (nanodet-plus-m).
 *
 * <p>There are few sizes, since the engine needs a session for each: the longer side is the
 * square's, the shorter one too or that of a picture of 4:3 or 16:9.
 */
final class InputSizes {

  /** How many sizes there are: the square, two that are wide and two that are tall. */
  static final int MAX = 5;

  /** Extents are multiples of the coarsest cell that a network doubles again. */
  private static final int CELL = 32;

  /** The shorter side as a share of the longer one: 16:9, 4:3, a square. */
  static final List<Double> SHARES = List.of(9 / 16.0, 3 / 4.0, 1.0);

  private final int side;
  private final Map<Size, Symbol> symbols = new LinkedHashMap<>();

  /**
   * Extents of an input.
   *
   * @param columns in pixels
   * @param rows in pixels
   */
  record Size(int columns, int rows) {

    Letterbox place(Letterbox inSquare) {
      return inSquare.in(columns, rows);
    }
  }

  /**
   * The sizes in a precision.
   *
   * @param symbol the network of the square
   * @param precision resolved, so not {@code AUTO}
   */
  InputSizes(int side, Symbol symbol, Precision precision) {
    this.side = side;
    if (precision == Precision.INT8 && side % CELL == 0) {
      for (double share : SHARES) {
        int shorter = (int) Math.ceil(share * side / CELL) * CELL;
        add(symbol, new Size(side, shorter));
        add(symbol, new Size(shorter, side));
      }
    }
    symbols.putIfAbsent(new Size(side, side), symbol);
  }

  private void add(Symbol symbol, Size size) {
    SmallerInput.of(symbol, side, size.rows(), size.columns())
        .ifPresent(smaller -> symbols.putIfAbsent(size, smaller));
  }

  /** The smallest that holds an upright picture of this width and height. */
  Size of(int width, int height) {
    Letterbox fitted = Letterbox.square(width, height, side);
    return symbols.keySet().stream()
        .filter(size -> fitted.width() <= size.columns() && fitted.height() <= size.rows())
        .findFirst()
        .orElseThrow();
  }

  /** The network for a size. */
  Symbol symbol(Size size) {
    return symbols.get(size);
  }
}
