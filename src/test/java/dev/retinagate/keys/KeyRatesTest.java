package dev.retinagate.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyRatesTest {

  private final KeyEntry twoASecond = key("a", "2/s");

  private long nanos = Long.MAX_VALUE - 5;
  private final KeyRates rates = new KeyRates(() -> nanos);

  @Test
  void refusesTheThirdOfTwoASecondUntilHalfASecondHasPassed() {
    assertThat(rates.take(twoASecond)).isZero();
    assertThat(rates.take(twoASecond)).isZero();
    assertThat(rates.take(twoASecond)).isEqualTo(Duration.ofMillis(500));

    pass(Duration.ofMillis(499));
    assertThat(rates.take(twoASecond)).isEqualTo(Duration.ofMillis(1));
    pass(Duration.ofMillis(1));
    assertThat(rates.take(twoASecond)).isZero();
    assertThat(rates.take(twoASecond)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void aPauseIsWorthOnePeriodAtMost() {
    rates.take(twoASecond);
    pass(Duration.ofHours(1));

    assertThat(rates.take(twoASecond)).isZero();
    assertThat(rates.take(twoASecond)).isZero();
    assertThat(rates.take(twoASecond)).isPositive();
  }

  @Test
  void eachKeyHasARateOfItsOwn() {
    rates.take(twoASecond);
    rates.take(twoASecond);

    assertThat(rates.take(key("b", "1/h"))).isZero();
    assertThat(rates.take(key("b", "1/h"))).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aKeyWithoutARateMaySendAnyNumber() {
    KeyEntry free = new KeyEntry("free", "", Optional.empty(), 1);
    for (int i = 0; i < 1_000; i++) {
      assertThat(rates.take(free)).isZero();
    }
  }

  @Test
  void anotherRateHoldsAtOnce() {
    rates.take(key("a", "1/h"));
    assertThat(rates.take(key("a", "1/h"))).isPositive();

    assertThat(rates.take(twoASecond)).isZero();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private static KeyEntry key(String name, String rate) {
    return new KeyEntry(name, "", Optional.of(Rate.parse(rate)), 1);
  }
}
