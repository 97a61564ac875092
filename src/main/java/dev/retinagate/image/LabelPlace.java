package dev.retinagate.image;

import java.util.List;
import java.util.Optional;

/**
 * Where a label's plate goes: next to its box, inside the picture, and never over another plate.
 * The page places its labels in the same way (placing.js).
 *
 * @param x left edge
 * @param y top edge
 */
record LabelPlace(int x, int y, int width, int height) {

  /**
   * Tries above the box, then inside its corners, then below: left before right.
   *
   * @param taken the plates that are there already
   * @return empty where every place is taken
   */
  static Optional<LabelPlace> choose(
      Frame box, int width, int height, Frame bounds, List<LabelPlace> taken) {
    int left = box.x;
    int right = box.x + box.width - width;
    int bottom = box.y + box.height;
    int[][] corners = {
      {left, box.y - height},
      {left, box.y},
      {right, box.y - height},
      {right, box.y},
      {left, bottom - height},
      {right, bottom - height},
      {left, bottom},
      {right, bottom}
    };
    for (int[] corner : corners) {
      LabelPlace place =
          new LabelPlace(
              clamp(corner[0], bounds.width - width),
              clamp(corner[1], bounds.height - height),
              width,
              height);
      if (taken.stream().noneMatch(place::overlaps)) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  /** A box, or the picture. */
  record Frame(int x, int y, int width, int height) {}

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
