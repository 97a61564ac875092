package dev.retinagate.model;

import dev.retinagate.graph.RetinaNet;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a level that the box subnet is run on. Its convolutions pad the window's edges with
 * zeros, as they pad the level's: five layers of 3 × 3 carry that mistake five cells inwards,
 * except where the window's edge is the level's own.
 *
 * @param top first row
 * @param left first column
 * @param height rows
 * @param width columns
 * @param levelHeight rows of the level
 * @param levelWidth columns of the level
 */
record BoxWindow(int top, int left, int height, int width, int levelHeight, int levelWidth) {

  /** Cells from a window's edge that are not as in the whole level. */
  static final int MARGIN = RetinaNet.SUBNET_DEPTH + 1;

  /** Rows and columns of a window; a larger one serves more cells, of which fewer are asked for. */
  static final int SIDE = 24;

  /** Windows that cost more than this share of the level are not worth their own overhead. */
  private static final double WORTHWHILE_SHARE = 0.7;

  private static final int CORE = SIDE - 2 * MARGIN;

  /** The whole level. */
  static BoxWindow whole(int levelHeight, int levelWidth) {
    return new BoxWindow(0, 0, levelHeight, levelWidth, levelHeight, levelWidth);
  }

  /**
   * Windows of which at least one is exact on each of the cells; the whole level, where that costs
   * less.
   *
   * @param cells row × width + column, ascending
   */
  static List<BoxWindow> covering(int[] cells, int levelHeight, int levelWidth) {
    if (levelHeight < SIDE || levelWidth < SIDE) {
      return List.of(whole(levelHeight, levelWidth));
    }
    double worthwhile = WORTHWHILE_SHARE * levelHeight * levelWidth / (SIDE * SIDE);
    List<BoxWindow> windows = new ArrayList<>();
    boolean[] covered = new boolean[cells.length];
    for (int first = 0; first < cells.length; first++) {
      if (!covered[first]) {
        BoxWindow window = from(cells, covered, first, levelHeight, levelWidth);
        windows.add(window);
        if (windows.size() > worthwhile) {
          return List.of(whole(levelHeight, levelWidth));
        }
        for (int i = first; i < cells.length; i++) {
          covered[i] |= window.isExact(cells[i] / levelWidth, cells[i] % levelWidth);
        }
      }
    }
    return windows;
  }

  /**
   * A window whose core begins in the row of the first cell, and in the column of the leftmost one
   * that it can take in as well.
   */
  private static BoxWindow from(
      int[] cells, boolean[] covered, int first, int levelHeight, int levelWidth) {
    int row = cells[first] / levelWidth;
    int column = cells[first] % levelWidth;
    int leftmost = column;
    for (int i = first; i < cells.length && cells[i] / levelWidth < row + CORE; i++) {
      int other = cells[i] % levelWidth;
      if (!covered[i] && other > column - CORE) {
        leftmost = Math.min(leftmost, other);
      }
    }
    return new BoxWindow(
        Math.max(0, Math.min(row - MARGIN, levelHeight - SIDE)),
        Math.max(0, Math.min(leftmost - MARGIN, levelWidth - SIDE)),
        SIDE,
        SIDE,
        levelHeight,
        levelWidth);
  }

  /** Whether the subnet's answer for this cell of the level is the whole level's. */
  boolean isExact(int row, int column) {
    return isExact(row, top, height, levelHeight) && isExact(column, left, width, levelWidth);
  }

  private static boolean isExact(int place, int start, int extent, int levelExtent) {
    int end = start + extent;
    return place >= (start == 0 ? 0 : start + MARGIN)
        && place < (end == levelExtent ? end : end - MARGIN);
  }
}
