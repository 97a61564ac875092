package dev.retinagate.model;

import dev.retinagate.graph.RetinaNet;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a level that the box subnet is run on. The subnet's convolutions pad the window's edges
 * with zeros, as they pad the level's. Five layers of 3 × 3 carry that error five cells inwards,
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

  /** Cells from a window's edge that differ from those of the whole level. */
  static final int MARGIN = RetinaNet.SUBNET_DEPTH + 1;

  /**
   * Rows and columns of a window. A larger window covers more cells, but fewer of them are needed.
   */
  static final int SIDE = 24;

  /** Windows that cost more than this share of the level do not pay for their own overhead. */
  private static final double WORTHWHILE_SHARE = 0.7;

  private static final int CORE = SIDE - 2 * MARGIN;

  /** The whole level. */
  static BoxWindow whole(int levelHeight, int levelWidth) {
    return new BoxWindow(0, 0, levelHeight, levelWidth, levelHeight, levelWidth);
  }

  /**
   * Windows such that at least one is exact on each of the cells; the whole level if that costs
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
   * A window whose core begins in the row of the first cell, and in the column of the leftmost cell
   * that the window can cover as well.
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

  /** Whether the subnet's output for this cell equals that of the whole level. */
  boolean isExact(int row, int column) {
    return isExact(row, top, height, levelHeight) && isExact(column, left, width, levelWidth);
  }

  private static boolean isExact(int cell, int start, int extent, int levelExtent) {
    int end = start + extent;
    return cell >= (start == 0 ? 0 : start + MARGIN)
        && cell < (end == levelExtent ? end : end - MARGIN);
  }
}
