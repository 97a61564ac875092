package dev.retinagate.detection;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The classes of a model, in the order of their ids. Names are looked up without regard to case.
 */
public final class Labels {

  private static final int MAX_SUGGESTIONS = 3;

  private final List<String> names;
  private final Map<String, Integer> ids = new HashMap<>();

  /**
   * Labels by class id.
   *
   * @throws IllegalArgumentException if there are none, or one occurs twice
   */
  public Labels(List<String> names) {
    this.names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a model needs at least one label");
    }
    for (int id = 0; id < names.size(); id++) {
      if (ids.put(key(names.get(id)), id) != null) {
        throw new IllegalArgumentException("label '" + names.get(id) + "' occurs twice");
      }
    }
  }

  /** All names, by class id. */
  public List<String> names() {
    return names;
  }

  /** How many classes there are. */
  public int size() {
    return names.size();
  }

  /** The name of a class. */
  public String name(int classId) {
    return names.get(classId);
  }

  /** The id of a class, if there is one of that name. */
  public OptionalInt find(String name) {
    Integer id = ids.get(key(name));
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** The labels nearest in spelling to an unknown one, nearest first, at most three. */
  public List<String> nearest(String unknown) {
    String wanted = key(unknown);
    return names.stream()
        .filter(name -> distance(wanted, key(name)) <= Math.max(2, wanted.length() / 2))
        .sorted(Comparator.comparingInt(name -> distance(wanted, key(name))))
        .limit(MAX_SUGGESTIONS)
        .toList();
  }

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
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
