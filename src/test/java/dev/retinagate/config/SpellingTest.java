package dev.retinagate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {

  private static final List<String> LABELS = List.of("person", "cow", "sheep", "traffic light");

  @Test
  void suggestsTheNearestWordFirst() {
    assertThat(Spelling.nearest("cwo", LABELS)).first().isEqualTo("cow");
    assertThat(Spelling.nearest("traffic ligth", LABELS)).containsExactly("traffic light");
  }

  @Test
  void forgivesTwoSlipsInAShortWordButNotThree() {
    assertThat(Spelling.nearest("prsn", LABELS)).containsExactly("person");
    assertThat(Spelling.nearest("prs", LABELS)).isEmpty();
  }

  @Test
  void comparesWithoutRegardToCaseAndToSpaceAroundTheWord() {
    assertThat(Spelling.nearest(" PERSN ", LABELS)).containsExactly("person");
  }

  @Test
  void suggestsAtMostThreeWords() {
    List<String> alike = List.of("cat", "car", "cap", "cab");

    assertThat(Spelling.nearest("ca", alike)).containsExactly("cat", "car", "cap");
  }

  @Test
  void hintsAtNothingForAWordThatResemblesNone() {
    assertThat(Spelling.hint("qqqqqqqqqqqqqqqqqqqq", LABELS)).isEmpty();
    assertThat(Spelling.hint("shep", LABELS)).isEqualTo(" (did you mean sheep?)");
  }
}
