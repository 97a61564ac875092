package dev.retinagate.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {

  private static final Labels LABELS =
      new Labels(List.of("person", "cow", "sheep", "traffic light"));

  @Test
  void findsANameWithoutRegardToCaseAndSpaceAroundIt() {
    assertThat(LABELS.find(" Traffic Light ")).hasValue(3);
  }

  @Test
  void doesNotFindANameThatIsNoLabel() {
    assertThat(LABELS.find("unicorn")).isEmpty();
  }

  @Test
  void refusesALabelThatOccursTwice() {
    assertThatThrownBy(() -> new Labels(List.of("cow", "Cow"))).hasMessageContaining("twice");
  }

  @Test
  void aQueryKeepsItsOwnCopyOfTheClasses() {
    BitSet classes = new BitSet();
    classes.set(1);
    DetectionQuery query = new DetectionQuery(0.5f, 10, classes);
    classes.set(2);

    assertThat(query.floor(1)).isEqualTo(0.5f);
    assertThat(query.floor(2)).isEqualTo(DetectionQuery.UNWANTED);
  }

  @Test
  void aQueryRefusesAThresholdThatIsNoNumber() {
    assertThatThrownBy(() -> DetectionQuery.of(Float.NaN, 1)).hasMessageContaining("threshold");
  }
}
