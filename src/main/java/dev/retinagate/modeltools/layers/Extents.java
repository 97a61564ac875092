package dev.retinagate.modeltools.layers;

/** The extents of a tensor between two layers, of one picture. */
public record Extents(int channels, int height, int width) {

  /** More than any network of the known families has, so that a damaged file costs no memory. */
  private static final int MAX_CHANNELS = 8192;

  private static final int MAX_SIDE = 8192;

  /** Refuses what is no tensor, or larger than any network has. */
  public Extents {
    if (channels < 1
        || height < 1
        || width < 1
        || channels > MAX_CHANNELS
        || height > MAX_SIDE
        || width > MAX_SIDE) {
      throw new IllegalArgumentException(
          "a tensor of %d × %d × %d (channels, height, width) is none of a known network"
              .formatted(channels, height, width));
    }
  }

  /** The same height and width with other channels. */
  public Extents withChannels(int others) {
    return new Extents(others, height, width);
  }

  @Override
  public String toString() {
    return channels + " × " + height + " × " + width;
  }
}
