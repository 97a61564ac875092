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

  private static final int PERMITS = 10;
  private static final long MAX_BYTES = 1_000;

  /** All but the last eighth: what a client may hold that is alone. */
  private static final long MAX_BYTES_ALONE = 875;

  private final Admission admission = new Admission(PERMITS, MAX_BYTES);

  @Test
  void refusesTheEleventhOfTenPermits() {
    Ticket ticket = granted(0).ticket();
    for (int i = 0; i < PERMITS; i++) {
      assertThat(ticket.tryAcquire()).isPresent();
    }

    assertThat(ticket.tryAcquire()).isEmpty();
  }

  @Test
  void letsNoUploadBeginWhileAllPermitsAreHeld() {
    Permit first = permit();
    for (int i = 1; i < PERMITS; i++) {
      permit();
    }

    assertThat(admission.tryBeginUpload("client", 0)).isEqualTo(Decision.Refused.FULL);
    first.release();
    assertThat(admission.tryBeginUpload("client", 0)).isInstanceOf(Decision.Granted.class);
  }

  @Test
  void anUploadHoldsNoPermitUntilItAcquiresOne() {
    for (int i = 0; i < 2 * PERMITS; i++) {
      granted(0);
    }

    assertThat(admission.stats().inFlight()).isZero();
    assertThat(admission.stats().uploading()).isEqualTo(2 * PERMITS);
  }

  @Test
  void returnsAPermitOnceHoweverOftenItIsReleased() {
    Permit first = permit();
    permit();

    first.release();
    first.release();

    assertThat(admission.stats().inFlight()).isEqualTo(1);
  }

  @Test
  void isIdleWhenNeitherUploadsNorPicturesNorTheirBytesAreLeft() {
    Decision.Granted granted = granted(1);
    Ticket ticket = granted.ticket();
    Permit permit = ticket.tryAcquire().orElseThrow();
    assertThat(admission.stats().isIdle()).isFalse();

    ticket.release();
    ticket.release();
    assertThat(admission.stats().isIdle()).isFalse();

    permit.release();
    assertThat(admission.stats().isIdle()).isFalse();

    granted.reservation().release();
    assertThat(admission.stats().isIdle()).isTrue();
  }

  @Test
  void beginsNoUploadForWhichTooFewBytesAreFree() {
    granted(MAX_BYTES_ALONE - 1);

    assertThat(admission.tryBeginUpload("client", 2)).isEqualTo(Decision.Refused.NO_BYTES);
    assertThat(admission.stats().uploading()).isEqualTo(1);
    assertThat(admission.tryBeginUpload("client", 1)).isInstanceOf(Decision.Granted.class);
  }

  @Test
  void countsBytesAndPermitsApart() {
    Decision.Granted one = granted(MAX_BYTES_ALONE);
    Permit permit = one.ticket().tryAcquire().orElseThrow();

    permit.release();

    assertThat(admission.stats().inFlight()).isZero();
    assertThat(admission.stats().bytesReserved()).isEqualTo(MAX_BYTES_ALONE);
    one.reservation().release();
    assertThat(admission.stats().bytesReserved()).isZero();
  }

  @Test
  void growsAReservationAsFarAsBytesAreFree() {
    Reservation growing = granted(0).reservation();
    granted(400);

    assertThat(growing.resize(475)).isTrue();
    assertThat(growing.resize(476)).isFalse();
    assertThat(growing.bytes()).isEqualTo(475);
    assertThat(admission.stats().bytesReserved()).isEqualTo(MAX_BYTES_ALONE);
  }

  @Test
  void shrinkingAReservationFreesBytesForOthers() {
    Reservation shrinking = granted(MAX_BYTES_ALONE).reservation();

    assertThat(shrinking.resize(100)).isTrue();

    assertThat(admission.tryBeginUpload("client", 775)).isInstanceOf(Decision.Granted.class);
  }

  @Test
  void theLastEighthIsForClientsThatHoldLessThanTheirShare() {
    granted(MAX_BYTES_ALONE);

    assertThat(admission.tryBeginUpload("client", 1)).isEqualTo(Decision.Refused.NO_BYTES);
    assertThat(admission.tryBeginUpload("other", 125)).isInstanceOf(Decision.Granted.class);
    assertThat(admission.tryBeginUpload("third", 1)).isEqualTo(Decision.Refused.NO_BYTES);
    assertThat(admission.stats().bytesReserved()).isEqualTo(MAX_BYTES);
  }

  @Test
  void fourClientsThatHoldAllTheyCanLeaveRoomForAFifth() {
    boolean anyGranted = true;
    while (anyGranted) {
      anyGranted = false;
      for (String client : List.of("a", "b", "c", "d")) {
        anyGranted |= admission.tryBeginUpload(client, 1) instanceof Decision.Granted;
      }
    }

    assertThat(admission.tryBeginUpload("fifth", 100)).isInstanceOf(Decision.Granted.class);
  }

  @Test
  void whatAClientReleasesCountsTowardsItsShareNoMore() {
    Reservation released = granted(MAX_BYTES_ALONE).reservation();
    released.release();

    assertThat(admission.tryBeginUpload("other", 500)).isInstanceOf(Decision.Granted.class);
    assertThat(admission.tryBeginUpload("client", 400)).isEqualTo(Decision.Refused.NO_BYTES);
    assertThat(admission.tryBeginUpload("client", 333)).isInstanceOf(Decision.Granted.class);
  }

  @Test
  void aReleasedReservationStaysEmpty() {
    Reservation released = granted(100).reservation();

    released.release();
    released.release();

    assertThat(released.resize(1)).isFalse();
    assertThat(admission.stats().bytesReserved()).isZero();
  }

  @Test
  void refusesNewUploadsWhileDrainingButServesThoseItHasAdmitted() {
    Ticket before = granted(1).ticket();

    admission.drain();

    assertThat(admission.tryBeginUpload("client", 0)).isEqualTo(Decision.Refused.DRAINING);
    assertThat(before.tryAcquire()).isPresent();
  }

  @Test
  void refusesBoundsBelowOneAndNegativeBytes() {
    assertThatThrownBy(() -> new Admission(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> admission.tryBeginUpload("client", -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> granted(5).reservation().resize(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neverGrantsMoreThanItsBoundsToSeveralThreads() throws Exception {
    int threads = 4;
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    List<Future<Boolean>> withinBounds = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      withinBounds.add(callers.submit(this::acquireAndReleaseOften));
    }

    for (Future<Boolean> within : withinBounds) {
      assertThat(within.get()).isTrue();
    }
    callers.shutdown();
    assertThat(admission.stats().inFlight()).isZero();
    assertThat(admission.stats().bytesReserved()).isZero();
  }

  private boolean acquireAndReleaseOften() {
    boolean within = true;
    for (int i = 0; i < 5_000; i++) {
      List<Decision.Granted> held = new ArrayList<>();
      List<Permit> permits = new ArrayList<>();
      for (int k = 0; k < 4; k++) {
        if (admission.tryBeginUpload("client", 7) instanceof Decision.Granted granted) {
          held.add(granted);
          granted.ticket().tryAcquire().ifPresent(permits::add);
        }
      }
      Admission.Stats now = admission.stats();
      within &= now.inFlight() <= PERMITS && now.bytesReserved() <= MAX_BYTES;
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
    return (Decision.Granted) admission.tryBeginUpload("client", bytes);
  }

  private Permit permit() {
    return granted(0).ticket().tryAcquire().orElseThrow();
  }
}
