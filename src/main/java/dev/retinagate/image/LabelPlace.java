package dev.retinagate.image;

import java.util.List;

/**
 * Where a label's plate goes.
 *
 * @param x left edge
 * @param y top edge
 */
record LabelPlace(int x, int y, int width, int height) {

  /**
   * Tries above the box, inside its top, below it, then down along its left edge, and takes the
   * first place that no other label has; inside the top if all are taken. Always within the canvas
   * as far as the plate fits there.
   */
  static LabelPlace choose(
      int boxX,
      int boxY,
      int boxHeight,
      int width,
      int height,
      int canvasWidth,
      int canvasHeight,
      List<LabelPlace> taken) {
    int x = clamp(boxX, canvasWidth - width);
    int[] candidates = {
      boxY - height, boxY, boxY + boxHeight, boxY + height, boxY + 2 * height, boxY + 3 * height
    };
    for (int y : candidates) {
      LabelPlace place = new LabelPlace(x, y, width, height);
      if (y >= 0 && y + height <= canvasHeight && taken.stream().noneMatch(place::overlaps)) {
        return place;
      }
    }
    return new LabelPlace(x, clamp(boxY, canvasHeight - height), width, height);
  }

  private boolean overlaps(LabelPlace other) {
    return x < other.x + other.width
        && other.x < x + width
        && y < other.y + other.height
        && other.y < y + height;
  }

  private static int clamp(int value, int max) {
    return Math.max(0, Math.min(value, max));
  }
}
