package dev.retinagate.http.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransfersTest {

  private static final long SECOND = 1_000_000_000;

  private long nowNanos;
  private final Transfers transfers = new Transfers(() -> nowNanos);
  private final List<String> ended = new ArrayList<>();
  private final Map<String, Transfer> byName = new HashMap<>();

  /** A transfer of a million bytes that has moved none. */
  private void add(String name, String client, long heldBytes) {
    Transfer transfer =
        new Transfer(client, () -> heldBytes, 1_000_000, nowNanos, () -> ended.add(name));
    byName.put(name, transfer);
    transfers.add(transfer);
  }

  /** Lets ten seconds pass, in which the named transfers move so many bytes a second. */
  private void tenSeconds(int bytesPerSecond, String... moving) {
    for (int i = 0; i < 20; i++) {
      nowNanos += SECOND / 2;
      for (String name : moving) {
        byName.get(name).moved(bytesPerSecond / 2, nowNanos);
      }
    }
  }

  @Test
  void theTransferThatHoldsMostForLongestGivesWayFirst() {
    add("small", "a", 100);
    add("large", "a", 10_000);
    tenSeconds(1);

    assertThat(transfers.makeRoom("a", 5_000)).isTrue();

    assertThat(ended).containsExactly("large");
  }

  @Test
  void noMoreGiveWayWhileAnEndedOneHasYetToReleaseItsMemory() {
    add("large", "a", 10_000);
    add("small", "a", 9_000);
    tenSeconds(1);
    transfers.makeRoom("b", 5_000);

    assertThat(transfers.makeRoom("b", 5_000)).isTrue();
    assertThat(ended).containsExactly("large");

    nowNanos += 2 * SECOND;
    assertThat(transfers.makeRoom("b", 5_000)).isTrue();
    assertThat(ended).containsExactly("large", "small");
  }

  @Test
  void ofTheClientsThatHoldMoreTheOneThatHoldsMostGivesWayFirst() {
    add("modest", "a", 4_000);
    add("one", "b", 3_000);
    add("two", "b", 2_000);
    tenSeconds(1);

    assertThat(transfers.makeRoom("c", 1_000)).isTrue();

    assertThat(ended).containsExactly("one");
  }

  @Test
  void asManyGiveWayAsAreNeeded() {
    add("one", "a", 3_000);
    add("two", "a", 2_000);
    add("three", "a", 1_000);
    tenSeconds(1);

    assertThat(transfers.makeRoom("b", 4_000)).isTrue();

    assertThat(ended).containsExactly("one", "two");
  }

  @Test
  void aTransferThatWillSoonBeOverStays() {
    add("fast", "a", 10_000);
    tenSeconds(90_000, "fast");

    assertThat(transfers.makeRoom("b", 1_000)).isFalse();

    assertThat(ended).isEmpty();
  }

  @Test
  void clientsThatHoldMoreThanTheNewcomerGiveWayFirst() {
    add("newcomers own, slower", "b", 2_000);
    add("greedy 1", "a", 1_600);
    add("greedy 2", "a", 1_500);
    tenSeconds(10_000, "greedy 1", "greedy 2");

    assertThat(transfers.makeRoom("b", 500)).isTrue();

    assertThat(ended).containsExactly("greedy 1").doesNotContain("newcomers own, slower");
  }

  @Test
  void aTransferThatHasEndedHoldsNothing() {
    add("gone", "a", 10_000);
    tenSeconds(1);
    transfers.remove(byName.get("gone"));

    assertThat(transfers.makeRoom("b", 1)).isFalse();
    assertThat(ended).isEmpty();
  }

  @Test
  void aSearchThatFreedTooLittleDelaysTheNext() {
    assertThat(transfers.makeRoom("b", 1)).isFalse();
    add("slow", "a", 10);
    nowNanos += SECOND / 100;
    byName.get("slow").moved(0, nowNanos);

    assertThat(transfers.makeRoom("b", 1)).isFalse();
    tenSeconds(1);

    assertThat(transfers.makeRoom("b", 1)).isTrue();
  }
}
