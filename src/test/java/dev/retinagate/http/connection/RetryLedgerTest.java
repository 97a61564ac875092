package dev.retinagate.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryLedgerTest {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  /** The origin of the clock is arbitrary: it may be negative. */
  private long nowNanos = -Duration.ofSeconds(1).toNanos();

  private String address = "10.0.0.1";
  private final RetryLedger ledger = new RetryLedger(connection -> address, () -> nowNanos);
  private final HttpConnection connection = opened();

  @Test
  void theFirstRefusalIsNoEarlyRetry() {
    assertThat(refuse(connection)).isFalse();
  }

  @Test
  void aRetryBeforeTheTimeIsEarly() {
    refuseAndSend();
    pass(RETRY_AFTER.minusNanos(1));

    assertThat(refuse(connection)).isTrue();
  }

  @Test
  void aRetryInTimeIsNotEarly() {
    refuseAndSend();
    pass(RETRY_AFTER);

    assertThat(refuse(connection)).isFalse();
  }

  @Test
  void requestsFromBeforeTheRefusalWasSentAreNotEarly() {
    assertThat(refuse(connection)).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(refuse(connection)).isFalse();
  }

  @Test
  void theWaitBeginsWhenTheRefusalIsSent() {
    refuse(connection);
    pass(RETRY_AFTER.multipliedBy(2));
    ledger.requestEnded(connection);
    pass(RETRY_AFTER.minusNanos(1));

    assertThat(refuse(connection)).isTrue();
  }

  @Test
  void anAdmittedRequestDoesNotBeginAWait() {
    refuseAndSend();
    pass(RETRY_AFTER);
    ledger.requestEnded(connection);

    assertThat(refuse(connection)).isFalse();
  }

  @Test
  void connectionsDoNotConcernEachOther() {
    HttpConnection other = opened();
    refuseAndSend();

    assertThat(refuse(other)).isFalse();
  }

  @Test
  void forgetsAConnectionThatHasEnded() {
    refuseAndSend();
    ledger.closed(connection);
    ledger.requestEnded(connection);

    assertThat(refuse(connection)).isFalse();
  }

  @Test
  void aClientThatComesBackEarlyOnANewConnectionIsEarly() {
    refuseAndSend();
    ledger.closed(connection);

    assertThat(refuse(opened())).isTrue();
  }

  @Test
  void aClientThatComesBackInTimeOnANewConnectionIsNotEarly() {
    refuseAndSend();
    ledger.closed(connection);
    pass(RETRY_AFTER);

    assertThat(refuse(opened())).isFalse();
  }

  @Test
  void aNewConnectionFromAnotherAddressIsNotEarly() {
    refuseAndSend();
    ledger.closed(connection);

    address = "10.0.0.2";
    assertThat(refuse(opened())).isFalse();
  }

  @Test
  void aConnectionThatEndedMakesOneOtherEarlyAndNoMore() {
    refuseAndSend();
    ledger.closed(connection);

    assertThat(refuse(opened())).isTrue();
    assertThat(refuse(opened())).isFalse();
  }

  @Test
  void aConnectionThatIsStillOpenMakesNoOtherEarly() {
    refuseAndSend();

    assertThat(refuse(opened())).isFalse();
  }

  @Test
  void aClientThatLeavesBeforeItsAnswerAndComesBackIsEarly() {
    refuse(connection);
    ledger.closed(connection);

    assertThat(refuse(opened())).isTrue();
  }

  private HttpConnection opened() {
    HttpConnection opened = new StubConnection().connection();
    ledger.opened(opened);
    return opened;
  }

  private void refuseAndSend() {
    refuse(connection);
    ledger.requestEnded(connection);
  }

  private boolean refuse(HttpConnection refused) {
    return ledger.recordRefusal(refused, nowNanos, RETRY_AFTER);
  }

  private void pass(Duration time) {
    nowNanos += time.toNanos();
  }
}
