package dev.retinagate.http.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.Decision;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.http.form.RawBody;
import dev.retinagate.memory.PieceBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** By when the result of a request has to be known. */
class ExchangeDeadlineTest {

  private static final DetectionRequest REQUEST =
      new DetectionRequest(0, DetectionQuery.of(0.5f, 10), Optional.empty());
  private static final Duration OF_NODE = Duration.ofSeconds(30);
  private static final long HEADERS_NANOS = Long.MAX_VALUE - 5;
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  @Test
  void theNodesDeadlineCountsFromTheEndOfTheUpload() {
    Exchange exchange = exchange(OptionalLong.empty());

    exchange.uploaded(REQUEST, HEADERS_NANOS + MINUTE_NANOS);

    assertThat(exchange.uploadedNanos() - HEADERS_NANOS).isEqualTo(MINUTE_NANOS);
    assertThat(exchange.deadlineNanos(OF_NODE) - HEADERS_NANOS)
        .isEqualTo(MINUTE_NANOS + OF_NODE.toNanos());
  }

  @Test
  void theClientsDeadlineHoldsWhereItIsEarlier() {
    Exchange exchange = exchange(OptionalLong.of(HEADERS_NANOS + MINUTE_NANOS));

    exchange.uploaded(REQUEST, HEADERS_NANOS + MINUTE_NANOS - 1);

    assertThat(exchange.deadlineNanos(OF_NODE) - HEADERS_NANOS).isEqualTo(MINUTE_NANOS);
  }

  @Test
  void theNodesDeadlineHoldsWhereTheClientWouldWaitLonger() {
    Exchange exchange = exchange(OptionalLong.of(HEADERS_NANOS + MINUTE_NANOS));

    exchange.uploaded(REQUEST, HEADERS_NANOS + 1);

    assertThat(exchange.deadlineNanos(OF_NODE) - HEADERS_NANOS).isEqualTo(OF_NODE.toNanos() + 1);
  }

  private static Exchange exchange(OptionalLong callersDeadlineNanos) {
    Decision.Granted granted =
        (Decision.Granted)
            new Admission(1, 1 << 20).tryBeginUpload("client", PieceBuffer.FIRST_BYTES);
    return new Exchange(
        REQUEST,
        RawBody::new,
        callersDeadlineNanos,
        new AdmissionControl.Admitted(granted.ticket(), granted.reservation()),
        1,
        1);
  }
}
