package dev.retinagate.worker;

import static dev.retinagate.support.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A picture that is alone, with two workers in the fast lane. Heavy ones end there at once. */
class LoneJobTest extends DispatcherScenario {

  private static final long QUIET = Duration.ofSeconds(10).toNanos();

  LoneJobTest() {
    super(2, Optional.of(Duration.ofNanos(1)));
  }

  @BeforeEach
  void measureOne() throws Exception {
    assertThat(await(dispatcher.submit(job("cat")))).isInstanceOf(JobResult.Done.class);
    detectors.nextBegun();
  }

  @Test
  void goesToTheWorkerOfTheSlowLaneAndHoldsItsPermit() throws Exception {
    Future<JobResult> lone = dispatcher.submit(job("heavy"));

    assertThat(detectors.nextBegun()).isEqualTo("heavy");
    assertThat(admission.stats().inFlight()).isEqualTo(1);
    assertThat(dispatcher.stats().busy()).isEqualTo(1);
    assertThat(dispatcher.stats().idle()).isEqualTo(1);
    detectors.letGo(1);
    assertThat(await(lone)).isInstanceOf(JobResult.Done.class);
    assertThat(dispatcher.stats().idle()).isEqualTo(2);
  }

  @Test
  void besideItTheNodeWorksOnNoMorePicturesThanItHasWorkers() throws Exception {
    Future<JobResult> lone = dispatcher.submit(job("heavy"));
    detectors.nextBegun();
    dispatcher.submit(job("wait second"));
    Future<JobResult> third = dispatcher.submit(job("cat"));
    assertThat(detectors.nextBegun()).isEqualTo("wait second");
    awaitQueued(1);

    assertThat(detectors.nothingElseBegun()).isTrue();
    detectors.letGo(2);

    assertThat(await(lone)).isInstanceOf(JobResult.Done.class);
    assertThat(await(third)).isInstanceOf(JobResult.Done.class);
  }

  @Test
  void aGapInTheLoadIsNotEnough() throws Exception {
    Future<JobResult> first = dispatcher.submit(job("wait first"));
    detectors.nextBegun();
    Future<JobResult> second = dispatcher.submit(job("wait second"));
    detectors.nextBegun();
    detectors.letGo(2);
    await(first);
    await(second);

    Future<JobResult> inTheGap = dispatcher.submit(job("heavy"));
    assertThat(detectors.nextBegun()).isEqualTo("heavy");
    assertThat(admission.stats().inFlight()).as("passed on by the fast lane").isZero();
    detectors.letGo(1);
    await(inTheGap);

    clock.addAndGet(QUIET);
    dispatcher.submit(job("heavy"));
    assertThat(detectors.nextBegun()).isEqualTo("heavy");
    assertThat(admission.stats().inFlight()).as("taken by the slow lane").isEqualTo(1);
  }

  @Test
  void aWorkerThatHangsWithItIsWedged() throws Exception {
    dispatcher.submit(job("heavy"));
    detectors.nextBegun();

    clock.addAndGet(2 * WEDGED_AFTER.toNanos());

    assertThat(dispatcher.stats().wedged()).isEqualTo(1);
    assertThat(dispatcher.stats().idle()).isEqualTo(1);
  }

  @Test
  void anEngineFailureIsTheJobsAndLeavesTheFastLane() throws Exception {
    assertThat(await(dispatcher.submit(job("boom")))).isInstanceOf(JobResult.EngineFailed.class);
    detectors.nextBegun();

    assertThat(await(dispatcher.submit(job("cat")))).isInstanceOf(JobResult.Done.class);
    assertThat(dispatcher.stats().rebuilding()).isZero();
  }
}
