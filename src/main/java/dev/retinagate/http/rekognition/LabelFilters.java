package dev.retinagate.http.rekognition;

import dev.retinagate.detection.Labels;
import java.util.BitSet;
import java.util.Collections;
import java.util.Set;

/**
 * {@code Settings.GeneralLabels}. A label is kept if no inclusion filter is given, or one of the
 * two has the label or one of its categories, and if no exclusion filter has them. Names are
 * compared exactly, as Amazon writes them; an unknown name matches nothing. Pure.
 */
record LabelFilters(
    Set<String> includedLabels,
    Set<String> excludedLabels,
    Set<String> includedCategories,
    Set<String> excludedCategories) {

  static final LabelFilters NONE = new LabelFilters(Set.of(), Set.of(), Set.of(), Set.of());

  /** Whether an answer may have this label. */
  boolean keep(LabelTree.Label label) {
    boolean noneIncluded = includedLabels.isEmpty() && includedCategories.isEmpty();
    boolean included =
        noneIncluded
            || includedLabels.contains(label.name())
            || !Collections.disjoint(includedCategories, label.categories());
    return included
        && !excludedLabels.contains(label.name())
        && Collections.disjoint(excludedCategories, label.categories());
  }

  /**
   * The classes that can put a label into the answer, themselves or by a parent. The detector
   * computes no others.
   *
   * @return class ids, or null for all of them
   */
  BitSet classes(Labels labels, LabelTree tree) {
    if (equals(NONE)) {
      return null;
    }
    BitSet classes = new BitSet(labels.size());
    for (int id = 0; id < labels.size(); id++) {
      LabelTree.Label label = tree.ofModel(labels.name(id));
      classes.set(id, keep(label) || tree.parents(label).stream().anyMatch(this::keep));
    }
    return classes;
  }
}
