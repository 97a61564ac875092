package dev.retinagate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How models share permits: half of them divided, half for whichever comes first. */
class ModelPartsTest {

  private final Admission admission = new Admission(16, 1_000, Sharing.FIRST_COME, 2);

  @Test
  void aModelThatFloodsLeavesThePartOfTheOther() {
    assertThat(acquireAll(1)).hasSize(12);

    assertThat(admission.tryBeginUpload("c", 1, 0)).isEqualTo(Decision.Refused.FULL);
    assertThat(acquireAll(0)).hasSize(4);
    assertThat(admission.tryBeginUpload("c", 0, 0)).isEqualTo(Decision.Refused.FULL);
    assertThat(admission.stats().inFlightOf()).containsExactly(4, 12);
  }

  @Test
  void aPermitThatIsReturnedIsForItsModelAgain() {
    acquireAll(0);
    List<Permit> held = acquireAll(1);
    assertThat(held).hasSize(4);

    held.get(0).release();

    assertThat(acquire(0)).as("the other's part").isEmpty();
    assertThat(acquire(1)).isPresent();
  }

  @Test
  void eachModelHasAPermitOfFew() {
    Admission small = new Admission(2, 10, Sharing.FIRST_COME, 2);
    assertThat(((Decision.Granted) small.tryBeginUpload("c", 1, 0)).ticket().tryAcquire())
        .isPresent();

    assertThat(small.tryBeginUpload("c", 1, 0)).isEqualTo(Decision.Refused.FULL);
    assertThat(small.tryBeginUpload("c", 0, 0)).isInstanceOf(Decision.Granted.class);
  }

  private List<Permit> acquireAll(int model) {
    List<Permit> all = new ArrayList<>();
    for (Optional<Permit> one = acquire(model); one.isPresent(); one = acquire(model)) {
      all.add(one.get());
    }
    return all;
  }

  private Optional<Permit> acquire(int model) {
    return admission.tryBeginUpload("c", model, 0) instanceof Decision.Granted granted
        ? granted.ticket().tryAcquire()
        : Optional.empty();
  }
}
