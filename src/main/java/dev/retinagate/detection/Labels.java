package dev.retinagate.detection;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The classes of a model, in the order of their ids. Names are looked up without regard to case.
 */
public final class Labels {

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

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
