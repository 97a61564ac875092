package dev.retinagate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Ten permits, of which the last three are for clients within their share. */
class SharingTest {

  private final Admission admission =
      new Admission(
          10,
          1_000,
          new Sharing(3, client -> Map.of("double", 2, "large", 100).getOrDefault(client, 1)),
          1);

  @Test
  void aClientThatFloodsLeavesTheLastPermits() {
    assertThat(acquireAll("flood")).hasSize(7);

    assertThat(admission.tryBeginUpload("flood", 0)).isEqualTo(Decision.Refused.FULL);
    assertThat(admission.tryBeginUpload("trickle", 0)).isInstanceOf(Decision.Granted.class);
    // A third of ten.
    assertThat(acquireAll("trickle")).hasSize(3);
  }

  @Test
  void twoThatFloodLeaveRoomForTheThird() {
    List<Permit> first = acquireAll("a");
    acquireAll("b");
    first.forEach(Permit::release);

    // A third of ten is b's, and three are reserved.
    assertThat(acquireAll("a")).hasSize(4);
    assertThat(acquire("b")).isEmpty();
    assertThat(acquire("c")).isPresent();
  }

  @Test
  void aClientBeyondItsShareLeavesThatOfAnother() {
    assertThat(acquire("other")).isPresent();

    // Of ten, three are reserved, and two more are the other's.
    assertThat(acquireAll("flood")).hasSize(4);
  }

  @Test
  void theFirstPermitIsWithinEveryShare() {
    List<Permit> flood = acquireAll("flood");
    for (int i = 0; i < 3; i++) {
      assertThat(acquire("client-" + i)).isPresent();
    }
    flood.get(0).release();

    assertThat(acquire("flood")).isEmpty();
    assertThat(acquire("client-3")).isPresent();
  }

  @Test
  void aClientMayCountAsSeveral() {
    acquireAll("flood");

    // Two parts of four: the flood's one, its own two, and one for the next.
    assertThat(admission.tryBeginUpload("double", 500)).isInstanceOf(Decision.Granted.class);
    assertThat(acquireAll("double")).hasSize(3);
  }

  @Test
  void aLargeShareHoldsForBytesAsWell() {
    assertThat(admission.tryBeginUpload("usual", 876)).isEqualTo(Decision.Refused.NO_BYTES);
    assertThat(admission.tryBeginUpload("large", 980)).isInstanceOf(Decision.Granted.class);
  }

  @Test
  void whatIsReturnedIsForgotten() {
    List<Permit> flood = acquireAll("flood");
    List<Permit> other = acquireAll("other");
    flood.forEach(Permit::release);
    other.forEach(Permit::release);
    other.forEach(Permit::release);

    assertThat(admission.isAlone("flood")).isTrue();
    assertThat(acquireAll("third")).hasSize(7);
  }

  @Test
  void refusesSharesThatMakeNoSense() {
    assertThatThrownBy(() -> new Admission(2, 1, new Sharing(2, client -> 1), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Admission(2, 1, new Sharing(-1, client -> 1), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<Permit> acquireAll(String client) {
    List<Permit> all = new ArrayList<>();
    for (Optional<Permit> one = acquire(client); one.isPresent(); one = acquire(client)) {
      all.add(one.get());
    }
    return all;
  }

  private Optional<Permit> acquire(String client) {
    if (admission.tryBeginUpload(client, 0) instanceof Decision.Granted granted) {
      return granted.ticket().tryAcquire();
    }
    return Optional.empty();
  }
}
