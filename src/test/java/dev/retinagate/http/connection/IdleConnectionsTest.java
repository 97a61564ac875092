package dev.retinagate.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(75);

  /** The clock overflows during the tests, as its origin is arbitrary. */
  private long nowNanos = Long.MAX_VALUE - Duration.ofSeconds(80).toNanos();

  private final IdleConnections idle = new IdleConnections(TIMEOUT, () -> nowNanos);
  private final StubConnection stub = new StubConnection();
  private final HttpConnection connection = stub.connection();

  @Test
  void closesAConnectionWithoutARequestAfterTheTimeout() {
    idle.opened(connection);
    assertOpenUntil(TIMEOUT);

    assertClosedAfter(Duration.ofNanos(1));
  }

  @Test
  void keepsAConnectionForAsLongAsARequestIsOpen() {
    idle.opened(connection);
    idle.requestBegan(connection);
    assertOpenUntil(TIMEOUT.multipliedBy(3));
  }

  @Test
  void countsTheTimeFromTheLastResponse() {
    idle.opened(connection);
    idle.requestBegan(connection);
    assertOpenUntil(Duration.ofSeconds(60));
    idle.requestEnded(connection);
    assertOpenUntil(TIMEOUT);

    assertClosedAfter(Duration.ofNanos(1));
  }

  @Test
  void keepsAConnectionUntilTheLastOfSeveralStreamsHasEnded() {
    idle.opened(connection);
    idle.requestBegan(connection);
    idle.requestBegan(connection);
    idle.requestEnded(connection);
    assertOpenUntil(TIMEOUT.multipliedBy(2));

    idle.requestEnded(connection);
    assertClosedAfter(TIMEOUT.plusNanos(1));
  }

  @Test
  void forgetsAConnectionThatHasEnded() {
    idle.opened(connection);
    idle.requestBegan(connection);
    idle.closed(connection);
    idle.requestEnded(connection);

    assertOpenUntil(TIMEOUT.multipliedBy(2));
  }

  @Test
  void closesOnlyTheConnectionsThatAreOverdue() {
    StubConnection later = new StubConnection();
    idle.opened(connection);
    assertOpenUntil(Duration.ofSeconds(1));
    idle.opened(later.connection());

    assertClosedAfter(TIMEOUT);
    assertThat(later.isClosed()).isFalse();
  }

  private void assertOpenUntil(Duration passed) {
    nowNanos += passed.toNanos();
    idle.closeOverdue();
    assertThat(stub.isClosed()).isFalse();
  }

  private void assertClosedAfter(Duration passed) {
    nowNanos += passed.toNanos();
    idle.closeOverdue();
    assertThat(stub.isClosed()).isTrue();
  }
}
