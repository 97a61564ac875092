package dev.retinagate.http.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

  @ParameterizedTest
  @CsvSource({"-5, 1", "0, 1", "1, 1", "1000, 1", "1001, 2", "59999, 60"})
  void roundsTheWaitUpToWholeSecondsAndAtLeastOne(long millis, long seconds) {
    assertThat(RetryAfter.of(Duration.ofMillis(millis))).isEqualTo(new RetryAfter(seconds));
  }

  @Test
  void isNeverZero() {
    assertThatThrownBy(() -> new RetryAfter(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
