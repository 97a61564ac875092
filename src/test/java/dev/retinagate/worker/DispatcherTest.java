package dev.retinagate.worker;

import static dev.retinagate.support.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.PictureException;
import io.vertx.core.Future;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Jobs in the order of their arrival, with deadlines and failures. */
class DispatcherTest extends DispatcherScenario {

  @Test
  void worksInTheOrderOfArrival() throws Exception {
    dispatcher.submit(job("wait"));
    assertThat(detectors.nextBegun()).isEqualTo("wait");
    dispatcher.submit(job("1"));
    dispatcher.submit(job("2"));
    Future<JobResult> last = dispatcher.submit(job("3"));

    detectors.letGo(1);
    await(last);

    assertThat(detectors.nextBegun()).isEqualTo("1");
    assertThat(detectors.nextBegun()).isEqualTo("2");
    assertThat(detectors.nextBegun()).isEqualTo("3");
    assertThat(admission.stats().inFlight()).isZero();
  }

  @Test
  void reportsHowLongAPictureWasQueued() throws Exception {
    dispatcher.submit(job("wait"));
    assertThat(detectors.nextBegun()).isEqualTo("wait");
    Future<JobResult> waiting = dispatcher.submit(job("cat"));
    awaitQueued(1);
    clock.addAndGet(5_000);

    detectors.letGo(1);

    assertThat(((JobResult.Done) await(waiting)).queuedNanos()).isEqualTo(5_000);
  }

  @Test
  void dropsAPictureWhoseDeadlineHasPassedWhenItsTurnComes() throws Exception {
    dispatcher.submit(job("wait"));
    assertThat(detectors.nextBegun()).isEqualTo("wait");
    Future<JobResult> late = dispatcher.submit(job("late", FAR));
    awaitQueued(1);
    clock.set(FAR);

    detectors.letGo(1);

    assertThat(await(late)).isInstanceOf(JobResult.Late.class);
    assertThat(detectors.nothingElseBegun()).isTrue();
    assertThat(counts.late.sum()).isEqualTo(1);
    assertThat(admission.stats().inFlight()).isZero();
  }

  @Test
  void answersALatePictureWithoutWaitingForItsTurn() throws Exception {
    dispatcher.submit(job("wait"));
    assertThat(detectors.nextBegun()).isEqualTo("wait");

    Future<JobResult> late = dispatcher.submit(job("late", clock.get()));

    assertThat(await(late)).isInstanceOf(JobResult.Late.class);
    assertThat(admission.stats().inFlight()).isEqualTo(1);
  }

  @Test
  void answersAtTheDeadlineWhileTheWorkGoesOnAndHoldsItsPermit() throws Exception {
    Future<JobResult> late = dispatcher.submit(job("wait", SOON));
    assertThat(detectors.nextBegun()).isEqualTo("wait");

    assertThat(await(late)).isInstanceOf(JobResult.Late.class);
    assertThat(admission.stats().inFlight()).isEqualTo(1);
    assertThat(dispatcher.stats().busy()).isEqualTo(1);

    detectors.letGo(1);
    assertThat(await(dispatcher.submit(job("cat")))).isInstanceOf(JobResult.Done.class);
    assertThat(admission.stats().inFlight()).isZero();
    assertThat(counts.late.sum()).isEqualTo(1);
    assertThat(counts.done.sum()).isEqualTo(1);
  }

  @Test
  void workThatEndsBehindItsDeadlineIsLate() throws Exception {
    Future<JobResult> late = dispatcher.submit(job("wait", FAR));
    assertThat(detectors.nextBegun()).isEqualTo("wait");
    clock.set(FAR);

    detectors.letGo(1);

    assertThat(await(late)).isInstanceOf(JobResult.Late.class);
    assertThat(counts.done.sum()).isZero();
    assertThat(admission.stats().inFlight()).isZero();
  }

  @Test
  void dropsACancelledPictureAtOnce() throws Exception {
    dispatcher.submit(job("wait"));
    assertThat(detectors.nextBegun()).isEqualTo("wait");
    DetectionJob unwanted = job("unwanted");
    Future<JobResult> result = dispatcher.submit(unwanted);

    dispatcher.cancel(unwanted);
    dispatcher.cancel(unwanted);

    assertThat(await(result)).isInstanceOf(JobResult.Cancelled.class);
    assertThat(admission.stats().inFlight()).isEqualTo(1);
    assertThat(counts.cancelled.sum()).isEqualTo(1);
  }

  @Test
  void aCancelledPictureThatIsWorkedOnHoldsItsPermitUntilTheEnd() throws Exception {
    DetectionJob job = job("wait");
    Future<JobResult> result = dispatcher.submit(job);
    assertThat(detectors.nextBegun()).isEqualTo("wait");

    dispatcher.cancel(job);
    assertThat(admission.stats().inFlight()).isEqualTo(1);
    detectors.letGo(1);

    assertThat(await(result)).isInstanceOf(JobResult.Done.class);
    assertThat(admission.stats().inFlight()).isZero();
  }

  @Test
  void aBadPictureIsNoFailureOfTheEngine() {
    JobResult result = await(dispatcher.submit(job("bad:TOO_SMALL")));

    assertThat(result)
        .isEqualTo(new JobResult.BadPicture(PictureException.Reason.TOO_SMALL, "bad:TOO_SMALL"));
    assertThat(counts.refused.sum()).isEqualTo(1);
    assertThat(counts.engineFailed.sum()).isZero();
  }

  @Test
  void theRebuiltDetectorWorksOnPicturesQueuedBehindAnEngineFailure() throws Exception {
    dispatcher.submit(job("wait"));
    assertThat(detectors.nextBegun()).isEqualTo("wait");
    Future<JobResult> breaking = dispatcher.submit(job("boom"));
    Future<JobResult> next = dispatcher.submit(job("cat"));

    detectors.letGo(1);

    assertThat(await(breaking)).isInstanceOf(JobResult.EngineFailed.class);
    assertThat(await(next)).isInstanceOf(JobResult.Done.class);
    assertThat(detectors.awaitCreated(LANES + 1)).isTrue();
    assertThat(detectors.open()).isEqualTo(LANES);
    assertThat(counts.engineFailed.sum()).isEqualTo(1);
    assertThat(counts.rebuilt.sum()).isEqualTo(1);
  }

  @Test
  void statsAgeWhileAPictureIsWorkedOn() throws Exception {
    Future<JobResult> hanging = dispatcher.submit(job("wait"));
    assertThat(detectors.nextBegun()).isEqualTo("wait");

    clock.addAndGet(WEDGED_AFTER.toNanos());
    assertThat(dispatcher.stats().oldestWorkNanos()).isEqualTo(WEDGED_AFTER.toNanos());
    assertThat(dispatcher.stats().wedged()).isZero();
    clock.addAndGet(1);

    assertThat(dispatcher.stats().wedged()).isEqualTo(1);
    assertThat(dispatcher.stats().live()).isZero();
    detectors.letGo(1);
    await(hanging);
    assertThat(dispatcher.stats().wedged()).isZero();
    assertThat(dispatcher.stats().oldestWorkNanos()).isZero();
    assertThat(dispatcher.stats().idle()).isEqualTo(1);
  }

  @Test
  void aFailureToDrawLeavesTheDetectorAlone() throws Exception {
    DetectionJob drawing =
        new DetectionJob(
            0,
            picture("cat"),
            DetectionQuery.of(0.5f, 10),
            Optional.of(AnnotationFormat.PNG),
            FAR,
            granted());

    assertThat(await(dispatcher.submit(drawing))).isInstanceOf(JobResult.NotDrawn.class);
    assertThat(counts.notDrawn.sum()).isEqualTo(1);
    assertThat(counts.engineFailed.sum()).isZero();
    assertThat(await(dispatcher.submit(job("cat")))).isInstanceOf(JobResult.Done.class);
    assertThat(detectors.awaitCreated(LANES)).isTrue();
    assertThat(detectors.open()).isEqualTo(LANES);
    assertThat(admission.stats().inFlight()).isZero();
  }
}
