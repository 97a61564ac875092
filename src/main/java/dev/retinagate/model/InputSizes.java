package dev.retinagate.model;

import dev.retinagate.graph.SmallerInput;
import dev.retinagate.graph.Symbol;
import dev.retinagate.image.DecodedPicture;
import dev.retinagate.image.Letterbox;
import dev.retinagate.image.PictureHeader;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The sizes of input that a network of a square is computed at.
 *
 * <p>In fp32 and bf16 that is the square, so that answers are those of the network's authors. In
 * int8, rows below a wide picture that hold padding alone are not computed: a fifth to a third of
 * the network's time for a camera's picture. On coco-train128 that costs no more than noise: in
 * fp32, where int8's own noise does not hide it, mean average precision is 0.328 with fewer rows
 * and 0.330 with the square (nanodet-g), 0.386 and 0.387 (nanodet-plus-m).
 *
 * <p>There are three sizes, since the engine needs a session for each: the square, and what a
 * picture of 4:3 and of 16:9 needs. A tall picture takes the square.
 */
final class InputSizes {

  /** The shorter side of a picture as a share of the longer one: 16:9, 4:3, a square. */
  private static final List<Double> SHARES = List.of(9 / 16.0, 3 / 4.0, 1.0);

  /** Rows come in multiples of the coarsest cell, so that every level has whole cells. */
  private static final int COARSEST_CELL = 64;

  private final int side;
  private final NavigableMap<Integer, Symbol> networks = new TreeMap<>();

  /**
   * The sizes in a precision.
   *
   * @param side of the square
   * @param symbol the network of the square
   * @param precision resolved, so not {@code AUTO}
   */
  InputSizes(int side, Symbol symbol, Precision precision) {
    this.side = side;
    networks.put(side, symbol);
    if (precision == Precision.INT8) {
      for (double share : SHARES) {
        int rows = (int) Math.ceil(share * side / COARSEST_CELL) * COARSEST_CELL;
        if (rows < side) {
          SmallerInput.of(symbol, side, rows).ifPresent(smaller -> networks.put(rows, smaller));
        }
      }
    }
  }

  /** The rows of each size, fewest first. */
  Set<Integer> allRows() {
    return networks.navigableKeySet();
  }

  /** The fewest rows that hold an upright picture of this width and height. */
  int rows(int width, int height) {
    return networks.ceilingKey(Letterbox.square(width, height, side).height());
  }

  /** Where a picture lies in an input of {@link #rows}, which its header alone decides. */
  Letterbox place(PictureHeader header, DecodedPicture decoded) {
    return Letterbox.square(decoded.width(), decoded.height(), side)
        .in(rows(header.uprightWidth(), header.uprightHeight()));
  }

  /** The network of the square. */
  Symbol square() {
    return network(side);
  }

  /** The network for an input of so many rows, which {@link #rows} has given. */
  Symbol network(int rows) {
    return networks.get(rows);
  }
}
