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
    Ticket ticket = granted(0).ticket();
    for (int i = 0; i < PLACES; i++) {
      assertThat(ticket.tryPlace()).isPresent();
    }

    assertThat(ticket.tryPlace()).isEmpty();
  }

  @Test
  void letsNoUploadBeginWhenAllPlacesAreTaken() {
    Permit first = place();
    for (int i = 1; i < PLACES; i++) {
      place();
    }

    assertThat(admission.tryEnter(0)).isEqualTo(Decision.Refused.FULL);
    first.release();
    assertThat(admission.tryEnter(0)).isInstanceOf(Decision.Granted.class);
  }

  @Test
  void anUploadTakesNoPlaceUntilItAsksForOne() {
    for (int i = 0; i < 2 * PLACES; i++) {
      granted(0);
    }

    assertThat(admission.figures().inFlight()).isZero();
    assertThat(admission.figures().uploading()).isEqualTo(2 * PLACES);
  }

  @Test
  void givesAPlaceBackOnlyOnceHoweverOftenItIsReleased() {
    Permit first = place();
    place();

    first.release();
    first.release();

    assertThat(admission.figures().inFlight()).isEqualTo(1);
  }

  @Test
  void isIdleWhenNeitherUploadsNorPicturesNorTheirBytesAreLeft() {
    Decision.Granted granted = granted(1);
    Ticket ticket = granted.ticket();
    Permit permit = ticket.tryPlace().orElseThrow();
    assertThat(admission.figures().isIdle()).isFalse();

    ticket.release();
    ticket.release();
    assertThat(admission.figures().isIdle()).isFalse();

    permit.release();
    assertThat(admission.figures().isIdle()).isFalse();

    granted.reservation().release();
    assertThat(admission.figures().isIdle()).isTrue();
  }

  @Test
  void refusesBytesBeyondTheBoundAndLetsNothingBeginThen() {
    granted(MAX_BYTES - 1);

    assertThat(admission.tryEnter(2)).isEqualTo(Decision.Refused.NO_BYTES);
    assertThat(admission.figures().uploading()).isEqualTo(1);
    assertThat(admission.tryEnter(1)).isInstanceOf(Decision.Granted.class);
  }

  @Test
  void keepsBytesAndPlacesApart() {
    Decision.Granted one = granted(MAX_BYTES);
    Permit permit = one.ticket().tryPlace().orElseThrow();

    permit.release();

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

    assertThat(admission.tryEnter(900)).isInstanceOf(Decision.Granted.class);
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
  void letsNobodyInWhileDrainingButServesWhomItHasLetIn() {
    Ticket before = granted(1).ticket();

    admission.drain();

    assertThat(admission.tryEnter(0)).isEqualTo(Decision.Refused.DRAINING);
    assertThat(before.tryPlace()).isPresent();
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> new Admission(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> admission.tryEnter(-1)).isInstanceOf(IllegalArgumentException.class);
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
      List<Permit> permits = new ArrayList<>();
      for (int k = 0; k < 4; k++) {
        if (admission.tryEnter(7) instanceof Decision.Granted granted) {
          held.add(granted);
          granted.ticket().tryPlace().ifPresent(permits::add);
        }
      }
      Admission.Figures now = admission.figures();
      within &= now.inFlight() <= PLACES && now.bytesReserved() <= MAX_BYTES;
      held.forEach(
          granted -> {
            granted.ticket().release();
            granted.reservation().release();
          });
      permits.forEach(Permit::release);
    }
    return within;
  }

  private Decision.Granted granted(long bytes) {
    return (Decision.Granted) admission.tryEnter(bytes);
  }

  private Permit place() {
    return granted(0).ticket().tryPlace().orElseThrow();
  }
}
