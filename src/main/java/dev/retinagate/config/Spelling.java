package dev.retinagate.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Suggests known words for a misspelt one, without regard to case and to space around it. Here,
 * since configuration needs it and may use no other package of ours.
 */
public final class Spelling {

  private static final int MAX_SUGGESTIONS = 3;

  /** Two slips are forgiven however short the word. */
  private static final int MIN_SLIPS = 2;

  private static final int LETTERS_PER_SLIP = 4;

  private Spelling() {}

  /** The known words nearest to an unknown one, nearest first, at most three. */
  public static List<String> nearest(String unknown, Collection<String> known) {
    String wanted = normalised(unknown);
    int maxSlips = Math.max(MIN_SLIPS, wanted.length() / LETTERS_PER_SLIP);
    return known.stream()
        .filter(word -> distance(wanted, normalised(word)) <= maxSlips)
        .sorted(Comparator.comparingInt(word -> distance(wanted, normalised(word))))
        .limit(MAX_SUGGESTIONS)
        .toList();
  }

  /** " (did you mean a or b?)", or nothing when no known word is near. */
  public static String hint(String unknown, Collection<String> known) {
    List<String> near = nearest(unknown, known);
    return near.isEmpty() ? "" : " (did you mean " + String.join(" or ", near) + "?)";
  }

  private static String normalised(String word) {
    return word.strip().toLowerCase(Locale.ROOT);
  }

  /** Levenshtein distance; two rows of the table suffice. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substitution, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
