package dev.retinagate.http.problem;

/** Words of the caller, repeated in an answer at a bounded length. Pure. */
public final class Quotation {

  /** Longer words are cut; they are not compared with known words either. */
  public static final int MAX_LENGTH = 64;

  private Quotation() {}

  /** The words in quotes, cut to {@value #MAX_LENGTH} characters. */
  public static String of(String words) {
    return words.length() <= MAX_LENGTH
        ? "'" + words + "'"
        : "'" + words.substring(0, MAX_LENGTH) + "…'";
  }
}
