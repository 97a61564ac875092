package dev.retinagate.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CrewTest {

  private final WaitingLine fast = new WaitingLine(1, 1);
  private final Crew crew = new Crew(fast, new WaitingLine(0, 1));

  @Test
  void aWorkerThatWasReplacedDoesNotComeBackWhenItHasRebuiltItsDetector() {
    crew.join(ready(0, OptionalInt.empty()));
    crew.join(ready(1, OptionalInt.of(0)));

    assertThat(crew.join(ready(0, OptionalInt.empty()))).isFalse();

    assertThat(fast.roster().has(0)).isFalse();
    assertThat(fast.roster().has(1)).isTrue();
    assertThat(crew.lane(0)).isNull();
  }

  private static Announcement ready(int worker, OptionalInt replaced) {
    BitSet models = new BitSet();
    models.set(0);
    return new Announcement(worker, Lane.FAST, models, replaced);
  }
}
