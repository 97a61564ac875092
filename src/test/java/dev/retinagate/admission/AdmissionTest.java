package dev.retinagate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final int PLACES = 10;
  private static final long MAX_BYTES = 1_000;

  private final Admission admission = new Admission(PLACES, MAX_BYTES);

  @Test
  void refusesTheEleventhOfTenPermits() {
    for (int i = 0; i < PLACES; i++) {
      granted(0);
    }

    assertThat(admission.tryAcquire(0)).isEqualTo(Decision.Refused.FULL);
  }

  @Test
  void letsTheNextInWhenOneLeaves() {
    Decision.Granted first = granted(0);
    for (int i = 1; i < PLACES; i++) {
      granted(0);
    }

    first.permit().release();

    assertThat(admission.tryAcquire(0)).isInstanceOf(Decision.Granted.class);
  }

  @Test
  void givesAPlaceBackOnlyOnceHoweverOftenItIsReleased() {
    Decision.Granted first = granted(0);
    granted(0);

    first.permit().release();
    first.permit().release();

    assertThat(admission.figures().inFlight()).isEqualTo(1);
  }

  @Test
  void refusesBytesBeyondTheBoundAndTakesNoPlaceThen() {
    granted(MAX_BYTES - 1);

    assertThat(admission.tryAcquire(2)).isEqualTo(Decision.Refused.NO_BYTES);
    assertThat(admission.figures().inFlight()).isEqualTo(1);
    assertThat(admission.tryAcquire(1)).isInstanceOf(Decision.Granted.class);
  }

  @Test
  void keepsBytesAndPlacesApart() {
    Decision.Granted one = granted(MAX_BYTES);

    one.permit().release();

    assertThat(admission.figures().inFlight()).isZero();
    assertThat(admission.figures().bytesReserved()).isEqualTo(MAX_BYTES);
    one.reservation().release();
    assertThat(admission.figures().bytesReserved()).isZero();
  }

  @Test
  void growsAReservationAsFarAsThereIsRoom() {
    Reservation growing = granted(0).reservation();
    granted(400);

    assertThat(growing.resize(600)).isTrue();
    assertThat(growing.resize(601)).isFalse();
    assertThat(growing.bytes()).isEqualTo(600);
    assertThat(admission.figures().bytesReserved()).isEqualTo(MAX_BYTES);
  }

  @Test
  void shrinkingAReservationMakesRoomForOthers() {
    Reservation shrinking = granted(MAX_BYTES).reservation();

    assertThat(shrinking.resize(100)).isTrue();

    assertThat(admission.tryAcquire(900)).isInstanceOf(Decision.Granted.class);
  }

  @Test
  void aReleasedReservationStaysEmpty() {
    Reservation released = granted(100).reservation();

    released.release();
    released.release();

    assertThat(released.resize(1)).isFalse();
    assertThat(admission.figures().bytesReserved()).isZero();
  }

  @Test
  void letsNobodyInWhileDrainingButPermitsStayValid() {
    Decision.Granted before = granted(1);

    admission.drain();

    assertThat(admission.tryAcquire(0)).isEqualTo(Decision.Refused.DRAINING);
    assertThat(admission.figures().inFlight()).isEqualTo(1);
    before.permit().release();
    assertThat(admission.figures().inFlight()).isZero();
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> new Admission(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> admission.tryAcquire(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> granted(5).reservation().resize(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neverLetsInMoreThanItHasPlacesWhoeverAsks() throws Exception {
    int threads = 4;
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    List<Future<Boolean>> withinBounds = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      withinBounds.add(callers.submit(this::comeAndGo));
    }

    for (Future<Boolean> within : withinBounds) {
      assertThat(within.get()).isTrue();
    }
    callers.shutdown();
    assertThat(admission.figures().inFlight()).isZero();
    assertThat(admission.figures().bytesReserved()).isZero();
  }

  private boolean comeAndGo() {
    boolean within = true;
    for (int i = 0; i < 5_000; i++) {
      List<Decision.Granted> held = new ArrayList<>();
      for (int k = 0; k < 4; k++) {
        if (admission.tryAcquire(7) instanceof Decision.Granted granted) {
          held.add(granted);
        }
      }
      Admission.Figures now = admission.figures();
      within &= now.inFlight() <= PLACES && now.bytesReserved() <= MAX_BYTES;
      held.forEach(
          granted -> {
            granted.permit().release();
            granted.reservation().release();
          });
    }
    return within;
  }

  private Decision.Granted granted(long bytes) {
    return (Decision.Granted) admission.tryAcquire(bytes);
  }
}
