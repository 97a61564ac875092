package dev.retinagate.detection;

import java.util.List;

/**
 * A named polygon in a picture of any size. A line that crosses another makes holes: a point is
 * inside if a ray from it crosses the outline an odd number of times (the even-odd rule). A point
 * on the outline is inside.
 *
 * @param name by which rules refer to the zone
 * @param corners at least {@link #MIN_CORNERS}; the last is joined with the first
 */
public record Zone(String name, List<Corner> corners) {

  /** Fewer corners have no area. */
  public static final int MIN_CORNERS = 3;

  /**
   * A corner of the outline.
   *
   * @param x share of the upright picture's width, 0..1
   * @param y share of the upright picture's height, 0..1
   */
  public record Corner(double x, double y) {

    /** Checks the range. */
    public Corner {
      if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) {
        throw new IllegalArgumentException(
            "corner " + x + "," + y + " is not within 0..1 of the picture's sides");
      }
    }
  }

  /** Checks that the polygon has an area. */
  public Zone {
    corners = List.copyOf(corners);
    if (corners.size() < MIN_CORNERS) {
      throw new IllegalArgumentException(
          "a zone of " + corners.size() + " corners; it needs at least " + MIN_CORNERS);
    }
    if (isLine(corners)) {
      throw new IllegalArgumentException("all corners are on one line: the zone has no area");
    }
  }

  private static boolean isLine(List<Corner> corners) {
    Corner first = corners.get(0);
    Corner other = first;
    for (Corner corner : corners) {
      if (!corner.equals(first)) {
        other = corner;
        break;
      }
    }
    for (Corner corner : corners) {
      if (side(first, other, corner.x(), corner.y()) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a detection stands in the zone: the middle of its box's lower edge is inside. A box may
   * reach beyond the picture; such a middle counts at the picture's edge.
   *
   * @param box in pixels of the upright picture
   * @param imageWidth of the upright picture, in pixels
   * @param imageHeight of the upright picture, in pixels
   */
  public boolean holds(Box box, int imageWidth, int imageHeight) {
    double middle = (box.x() + (double) box.right()) / 2;
    // Corners of a box may be out of order, see Box.
    double lower = Math.max(box.y(), box.bottom());
    return contains(share(middle, imageWidth), share(lower, imageHeight));
  }

  private static double share(double pixels, int extent) {
    return Math.max(0, Math.min(pixels / extent, 1));
  }

  /** Whether a point is inside or on the outline; both coordinates are shares, 0..1. */
  public boolean contains(double x, double y) {
    boolean inside = false;
    Corner from = corners.get(corners.size() - 1);
    for (Corner to : corners) {
      if (isOn(from, to, x, y)) {
        return true;
      }
      if (from.y() > y != to.y() > y) {
        // The edge crosses the height of the point. The ray goes to the right.
        boolean up = to.y() > from.y();
        if (side(from, to, x, y) > 0 == up) {
          inside = !inside;
        }
      }
      from = to;
    }
    return inside;
  }

  private static boolean isOn(Corner from, Corner to, double x, double y) {
    return side(from, to, x, y) == 0
        && x >= Math.min(from.x(), to.x())
        && x <= Math.max(from.x(), to.x())
        && y >= Math.min(from.y(), to.y())
        && y <= Math.max(from.y(), to.y());
  }

  /** Twice the area of the triangle; its sign is the side of the edge on which the point is. */
  private static double side(Corner from, Corner to, double x, double y) {
    return (to.x() - from.x()) * (y - from.y()) - (x - from.x()) * (to.y() - from.y());
  }
}
