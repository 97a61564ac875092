package dev.retinagate.worker;

import static dev.retinagate.support.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures that take much to decode. */
class SlowLaneTest extends DispatcherScenario {

  private static final int MAX_SLOW_WAITING = 8;

  @Test
  void aPictureThatTakesMuchKeepsNoOtherWaitingAndHoldsNoPermit() throws Exception {
    Future<JobResult> heavy = dispatcher.submit(job("heavy"));
    assertThat(detectors.nextBegun()).isEqualTo("heavy");

    assertThat(await(dispatcher.submit(job("cat")))).isInstanceOf(JobResult.Done.class);
    assertThat(heavy.isComplete()).isFalse();
    assertThat(admission.stats().inFlight()).isZero();

    detectors.letGo(1);
    assertThat(await(heavy)).isInstanceOf(JobResult.Done.class);
    assertThat(counts.done.sum()).isEqualTo(2);
  }

  @Test
  void picturesThatTakeMuchAreRefusedWhereTooManyWait() throws Exception {
    dispatcher.submit(job("heavy"));
    assertThat(detectors.nextBegun()).isEqualTo("heavy");
    List<Future<JobResult>> waiting = new ArrayList<>();
    for (int i = 0; i < MAX_SLOW_WAITING; i++) {
      waiting.add(dispatcher.submit(job("heavy")));
    }

    assertThat(await(dispatcher.submit(job("heavy")))).isInstanceOf(JobResult.Full.class);
    assertThat(counts.full.sum()).isEqualTo(1);

    detectors.letGo(1 + MAX_SLOW_WAITING);
    for (Future<JobResult> one : waiting) {
      assertThat(await(one)).isInstanceOf(JobResult.Done.class);
    }
  }

  @Test
  void aPictureThatTakesMuchHasItsDeadlineInTheSlowLaneToo() throws Exception {
    dispatcher.submit(job("heavy"));
    assertThat(detectors.nextBegun()).isEqualTo("heavy");

    assertThat(await(dispatcher.submit(job("heavy", SOON)))).isInstanceOf(JobResult.Late.class);
    assertThat(detectors.nothingElseBegun()).isTrue();
  }

  @Test
  void aPictureThatTakesMuchAndWhoseClientLeavesIsNotWorkedOn() throws Exception {
    dispatcher.submit(job("heavy"));
    assertThat(detectors.nextBegun()).isEqualTo("heavy");
    DetectionJob left = job("heavy");
    Future<JobResult> cancelled = dispatcher.submit(left);
    // Behind it in the fast lane, which so has passed it on.
    await(dispatcher.submit(job("cat")));
    assertThat(detectors.nextBegun()).isEqualTo("cat");
    assertThat(dispatcher.stats().queued()).isEqualTo(1);

    dispatcher.cancel(left);

    assertThat(await(cancelled)).isInstanceOf(JobResult.Cancelled.class);
    assertThat(detectors.nothingElseBegun()).isTrue();
  }
}
