package dev.retinagate.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestCostTest {

  private static final long ACCEPT = 1_000;

  private long cpuNanos = 7;
  private final LoopCost loop = new LoopCost(() -> cpuNanos);
  private final RequestCost connection = begun(ACCEPT);

  @Test
  void aRefusalCostsWhatTheRequestHasCostFromTheAcceptOn() {
    work(1);
    connection.worked();
    work(20);
    connection.began();
    work(300);

    assertThat(connection.refused()).isEqualTo(ACCEPT + 321);
    assertThat(loop.refusingNanos()).isEqualTo(ACCEPT + 321);
  }

  @Test
  void whatFollowsTheRefusalCostsAsWell() {
    long refused = connection.refused();
    work(1);
    connection.ended();
    work(20);
    connection.worked();

    assertThat(loop.refusingNanos()).isEqualTo(refused + 21);
  }

  @Test
  void aRequestThatIsServedIsNoCostOfRefusing() {
    connection.began();
    work(1);
    connection.worked();
    work(20);
    connection.ended();
    work(300);
    connection.worked();

    assertThat(loop.refusingNanos()).isZero();
  }

  @Test
  void theNextRequestOfAConnectionStartsAnew() {
    connection.began();
    work(1);
    connection.ended();
    work(20);
    connection.began();

    assertThat(connection.refused()).isEqualTo(20);
    work(300);
    connection.began();
    work(4_000);
    connection.ended();

    assertThat(loop.refusingNanos()).isEqualTo(20);
  }

  @Test
  void requestsOfOneLoopPayTheirOwnWorkOnly() {
    RequestCost other = begun(0);
    other.began();
    connection.refused();
    work(1);
    other.worked();
    work(20);
    connection.worked();

    assertThat(loop.refusingNanos()).isEqualTo(ACCEPT + 20);
  }

  @Test
  void aTaskPaysForItselfAndForWakingTheLoop() {
    long refused = connection.refused();
    work(1);
    connection.run(() -> work(20));

    assertThat(loop.refusingNanos()).isEqualTo(refused + 21);
  }

  private RequestCost begun(long openNanos) {
    loop.takeNanos();
    return new RequestCost(loop, openNanos);
  }

  private void work(long nanos) {
    cpuNanos += nanos;
  }
}
