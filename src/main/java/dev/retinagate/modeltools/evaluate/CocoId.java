package dev.retinagate.modeltools.evaluate;

import java.math.BigDecimal;

/**
 * An id of a COCO file. Tools write {@code 7}, {@code 7.0} and {@code "7"} for the same thing, and
 * texts such as {@code "a1b2"}. Numbers come before texts, so that pictures of numbered files are
 * in pycocotools' order.
 *
 * @param number the id as a number, or null
 * @param text the id as a text; that of the number where there is one
 */
record CocoId(BigDecimal number, String text) implements Comparable<CocoId> {

  /** An id of up to so many characters is tried as a number: longer ones cost time, not sense. */
  private static final int MAX_DIGITS = 40;

  /** The id that is written so, as a number or a text. */
  static CocoId of(String written) {
    String stripped = written.strip();
    if (stripped.length() <= MAX_DIGITS && stripped.matches("[+-]?\\d+(\\.\\d*)?")) {
      BigDecimal number = new BigDecimal(stripped).stripTrailingZeros();
      return new CocoId(number, number.toPlainString());
    }
    return new CocoId(null, written);
  }

  @Override
  public int compareTo(CocoId other) {
    if (number != null && other.number != null) {
      return number.compareTo(other.number);
    }
    if (number != null || other.number != null) {
      return number != null ? -1 : 1;
    }
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
