package dev.retinagate.modeltools.layers;

/**
 * A window that moves over height and width.
 *
 * @param kernel its extents
 * @param stride cells that it moves by
 * @param padding cells added before and behind each axis
 */
public record Window(Pair kernel, Pair stride, Pair padding) {

  private static final int MAX = 64;

  /** One number for the height and one for the width. */
  public record Pair(int height, int width) {

    /** MXNet's text of it. */
    @Override
    public String toString() {
      return "(" + height + ", " + width + ")";
    }

    boolean within(int least, int most) {
      return height >= least && height <= most && width >= least && width <= most;
    }
  }

  /** Refuses windows that no network of the known families has. */
  public Window {
    if (!kernel.within(1, MAX) || !stride.within(1, MAX) || !padding.within(0, MAX)) {
      throw new IllegalArgumentException(
          "a window of kernel %s, stride %s and padding %s is not one that can be converted"
              .formatted(kernel, stride, padding));
    }
  }

  /** The extents of what the window visits, with other channels. */
  Extents over(Extents input, int channels) {
    return new Extents(
        channels,
        cells(input.height(), kernel.height, stride.height, padding.height),
        cells(input.width(), kernel.width, stride.width, padding.width));
  }

  private static int cells(int extent, int kernel, int stride, int padding) {
    return Math.floorDiv(extent + 2 * padding - kernel, stride) + 1;
  }
}
