package dev.retinagate.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnfinishedWaitsTest {

  private static final String ADDRESS = "10.0.0.1";

  private final UnfinishedWaits waits = new UnfinishedWaits();

  @Test
  void eachWaitIsTakenOnce() {
    waits.add(ADDRESS, 10);
    waits.add(ADDRESS, 20);

    assertThat(waits.take(ADDRESS, 0)).hasValue(20);
    assertThat(waits.take(ADDRESS, 0)).hasValue(10);
    assertThat(waits.take(ADDRESS, 0)).isEmpty();
  }

  @Test
  void aWaitThatIsOverIsNotTaken() {
    waits.add(ADDRESS, 10);

    assertThat(waits.take(ADDRESS, 10)).isEmpty();
  }

  @Test
  void beyondTheBoundNoWaitIsAddedUntilSomeAreOver() {
    for (int i = 0; i < UnfinishedWaits.MAX_WAITS; i++) {
      waits.add("10.0." + i, 10);
    }
    waits.add(ADDRESS, 20);
    assertThat(waits.take(ADDRESS, 0)).isEmpty();

    waits.forgetOver(9);
    waits.add(ADDRESS, 20);
    assertThat(waits.take(ADDRESS, 0)).isEmpty();

    waits.forgetOver(10);
    waits.add(ADDRESS, 20);
    assertThat(waits.take(ADDRESS, 0)).hasValue(20);
  }
}
