package dev.retinagate.http.reply;

/** Words of the caller, repeated in an answer at a bounded length. Pure. */
public final class Quotation {

  /** Longer words are cut; they are not compared with known words either. */
  public static final int MAX_LENGTH = 64;

  private Quotation() {}

  /** The words in quotes: on one line, since answers are logged, and at most that long. */
  public static String of(String words) {
    String line = words.replaceAll("\\p{Cntrl}", "?");
    if (line.length() <= MAX_LENGTH) {
      return "'" + line + "'";
    }
    boolean splitsPair = Character.isHighSurrogate(line.charAt(MAX_LENGTH - 1));
    return "'" + line.substring(0, splitsPair ? MAX_LENGTH - 1 : MAX_LENGTH) + "…'";
  }
}
