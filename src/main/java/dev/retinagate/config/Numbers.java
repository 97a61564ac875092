package dev.retinagate.config;

import java.util.Optional;

/**
 * Numbers in the words of people, of the configuration and of requests; empty if the text is none,
 * or out of range. Pure.
 */
public final class Numbers {

  private Numbers() {}

  /** A share, 0..1, of the precision of scores. */
  public static Optional<Float> share(String text) {
    try {
      float value = Float.parseFloat(text);
      return value >= 0 && value <= 1 ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * A share, 0..1, as exact as it is written: a float would put a corner beside the edge it is on.
   */
  public static Optional<Double> exactShare(String text) {
    try {
      double value = Double.parseDouble(text);
      return value >= 0 && value <= 1 ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A whole number, 1..max. */
  public static Optional<Integer> whole(String text, int max) {
    try {
      int value = Integer.parseInt(text);
      return value >= 1 && value <= max ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
