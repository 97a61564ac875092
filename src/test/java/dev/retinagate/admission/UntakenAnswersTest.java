package dev.retinagate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UntakenAnswersTest {

  private static final String CLIENT = "192.0.2.1";
  private static final int ALLOWANCE = 8;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private long now = Long.MAX_VALUE - 5 * SECOND;
  private final UntakenAnswers untaken = new UntakenAnswers(() -> now);

  @Test
  void aClientThatReadsItsAnswersNeverWaits() {
    for (int i = 0; i < 1_000; i++) {
      untaken.begin(CLIENT).end();
    }

    assertThat(untaken.pause(CLIENT)).isZero();
  }

  @Test
  void aClientMayLeaveAFewAnswersUnread() {
    leaveUnread(ALLOWANCE - 1);

    assertThat(untaken.pause(CLIENT)).isZero();
  }

  @Test
  void withOneMoreItWaitsForAsLongAsOneAnswerCosts() {
    leaveUnread(ALLOWANCE);

    assertThat(untaken.pause(CLIENT)).isEqualTo(Duration.ofSeconds(4));
    now += 4 * SECOND;
    assertThat(untaken.pause(CLIENT)).isZero();
  }

  @Test
  void otherClientsDoNotWait() {
    leaveUnread(ALLOWANCE);

    assertThat(untaken.pause("192.0.2.2")).isZero();
  }

  @Test
  void noPauseIsEndless() {
    List<UntakenAnswers.Work> crowd = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      crowd.add(untaken.begin(CLIENT));
    }
    crowd.forEach(UntakenAnswers.Work::endInVain);

    assertThat(untaken.pause(CLIENT)).isEqualTo(Duration.ofSeconds(36));
  }

  @Test
  void aClientInDebtHasNoMoreRequestsAtATimeThanItMayLeaveUnread() {
    leaveUnread(1);
    for (int i = 0; i < ALLOWANCE - 1; i++) {
      assertThat(untaken.pause(CLIENT)).isZero();
      untaken.begin(CLIENT);
    }

    assertThat(untaken.pause(CLIENT)).isPositive();
  }

  @Test
  void aClientInDebtThatReadsItsAnswersGoesOnAtOnce() {
    leaveUnread(ALLOWANCE - 1);
    for (int i = 0; i < 100; i++) {
      assertThat(untaken.pause(CLIENT)).isZero();
      untaken.begin(CLIENT).end();
    }
  }

  @Test
  void inTheLongRunAClientGetsOneUnreadAnswerForFourSeconds() {
    int worked = 0;
    for (int i = 0; i < 3_600; i++) {
      now += SECOND;
      while (untaken.pause(CLIENT).isZero()) {
        untaken.begin(CLIENT).endInVain();
        worked++;
      }
    }

    assertThat(worked).isBetween(900, 900 + ALLOWANCE);
  }

  @Test
  void oneAnswerCountsOnce() {
    List<UntakenAnswers.Work> works = new ArrayList<>();
    for (int i = 0; i < ALLOWANCE; i++) {
      works.add(untaken.begin(CLIENT));
    }
    for (UntakenAnswers.Work work : works) {
      work.endInVain();
      work.endInVain();
      work.end();
    }

    assertThat(untaken.pause(CLIENT)).isEqualTo(Duration.ofSeconds(4));
  }

  private void leaveUnread(int answers) {
    for (int i = 0; i < answers; i++) {
      untaken.begin(CLIENT).endInVain();
    }
  }
}
