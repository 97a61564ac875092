package dev.retinagate.http.rekognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.Labels;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelFiltersTest {

  private static final Labels LABELS = new Labels(List.of("person", "cat", "cow", "cup", "tag"));

  private final LabelTree tree = LabelTree.load();

  @Test
  void wantsEveryClassWithoutFilters() {
    assertThat(LabelFilters.NONE.classes(LABELS, tree)).isNull();
    assertThat(kept(LabelFilters.NONE)).containsExactly("person", "cat", "cow", "cup", "tag");
  }

  @Test
  void keepsIncludedLabelsAndThoseOfIncludedCategories() {
    LabelFilters filters =
        new LabelFilters(Set.of("Cup"), Set.of(), Set.of("Animals and Pets"), Set.of());

    assertThat(kept(filters)).containsExactly("cat", "cow", "cup");
    assertThat(filters.classes(LABELS, tree)).isEqualTo(bits(1, 2, 3));
  }

  @Test
  void dropsExcludedLabelsAndThoseOfExcludedCategories() {
    LabelFilters filters =
        new LabelFilters(Set.of(), Set.of("Cup"), Set.of(), Set.of("Animals and Pets"));

    assertThat(kept(filters)).containsExactly("person", "tag");
    assertThat(filters.classes(LABELS, tree)).isEqualTo(bits(0, 4));
  }

  @Test
  void letsAnExclusionWinOverAnInclusion() {
    LabelFilters filters =
        new LabelFilters(Set.of("Cat"), Set.of("Cat"), Set.of("Animals and Pets"), Set.of());

    assertThat(kept(filters)).containsExactly("cow");
  }

  @Test
  void comparesNamesExactly() {
    assertThat(kept(new LabelFilters(Set.of("cat", "Kitten"), Set.of(), Set.of(), Set.of())))
        .isEmpty();
  }

  /** An excluded cat is still an animal, and a mammal for those who ask for mammals alone. */
  @Test
  void computesAClassForTheParentsThatItPutsIntoTheAnswer() {
    assertThat(
            new LabelFilters(Set.of("Mammal"), Set.of(), Set.of(), Set.of()).classes(LABELS, tree))
        .isEqualTo(bits(1, 2));
    assertThat(new LabelFilters(Set.of(), Set.of("Cat"), Set.of(), Set.of()).classes(LABELS, tree))
        .isEqualTo(bits(0, 1, 2, 3, 4));
    assertThat(
            new LabelFilters(Set.of("Airship"), Set.of(), Set.of(), Set.of()).classes(LABELS, tree))
        .isEqualTo(bits());
  }

  private List<String> kept(LabelFilters filters) {
    return LABELS.names().stream().filter(name -> filters.keep(tree.ofModel(name))).toList();
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }
}
