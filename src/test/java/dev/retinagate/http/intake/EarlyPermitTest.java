package dev.retinagate.http.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.Decision;
import dev.retinagate.admission.Permit;
import dev.retinagate.admission.Ticket;
import org.junit.jupiter.api.Test;

class EarlyPermitTest {

  private final Admission admission = new Admission(1, 1 << 20);
  private final Ticket ticket = ((Decision.Granted) admission.tryBeginUpload("client", 1)).ticket();
  private final EarlyPermit early = new EarlyPermit(ticket);

  private int inFlight() {
    return admission.stats().inFlight();
  }

  @Test
  void isHeldUntilItIsTaken() {
    assertThat(early.isTried()).isFalse();

    assertThat(early.tryAcquire()).isTrue();

    assertThat(early.isTried()).isTrue();
    assertThat(inFlight()).isEqualTo(1);
    Permit permit = early.take().orElseThrow();
    early.release();
    assertThat(inFlight()).isEqualTo(1);
    permit.release();
    assertThat(inFlight()).isZero();
  }

  @Test
  void isRefusedByAFullNode() {
    Permit others = ticket.tryAcquire().orElseThrow();

    assertThat(early.tryAcquire()).isFalse();
    assertThat(early.take()).isEmpty();

    others.release();
  }

  @Test
  void aSlowUploadReleasesItAndTakesAnyPermitOnceComplete() {
    early.tryAcquire();

    early.release();

    assertThat(inFlight()).isZero();
    assertThat(early.take()).isPresent();
    assertThat(inFlight()).isEqualTo(1);
  }

  @Test
  void anUploadThatIsSlowAlreadyHoldsNone() {
    early.release();

    assertThat(early.tryAcquire()).isTrue();
    assertThat(inFlight()).isZero();
  }

  @Test
  void theSecondPictureOfAFormTakesAPermitOfItsOwn() {
    early.tryAcquire();

    assertThat(early.take()).isPresent();
    assertThat(early.take()).isEmpty();
  }
}
