package dev.retinagate.worker;

import static dev.retinagate.support.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.Decision;
import dev.retinagate.admission.Permit;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.StageTimes;
import dev.retinagate.memory.PictureBytes;
import dev.retinagate.support.StubDetectors;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One worker, so that order can be seen; the clock is the test's. */
class DispatcherTest {

  /** Time enough for a worker to begin. */
  private static final long SOON = Duration.ofMillis(300).toNanos();

  private static final long FAR = Duration.ofHours(1).toNanos();
  private static final Duration WEDGED_AFTER = Duration.ofMinutes(1);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong clock = new AtomicLong();
  private final Admission admission = new Admission(10, 1_000);
  private final StubDetectors detectors = new StubDetectors();
  private final Counts counts = new Counts();
  private final Dispatcher dispatcher = new Dispatcher(1, WEDGED_AFTER, counts, clock::get);

  @BeforeEach
  void start() {
    Annotator annotator =
        (picture, found, format) -> {
          throw new IllegalStateException("cannot draw");
        };
    await(vertx.deployVerticle(dispatcher, new DeploymentOptions()));
    await(
        vertx.deployVerticle(
            new DetectionWorker(
                0, detectors, annotator, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1))),
            new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
  }

  @AfterEach
  void stop() {
    detectors.letGo(100);
    await(vertx.close());
    assertThat(detectors.open()).isZero();
  }

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
    assertThat(detectors.awaitCreated(2)).isTrue();
    assertThat(detectors.open()).isEqualTo(1);
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
            picture("cat"),
            DetectionQuery.of(0.5f, 10),
            Optional.of(AnnotationFormat.PNG),
            FAR,
            granted());

    assertThat(await(dispatcher.submit(drawing))).isInstanceOf(JobResult.NotDrawn.class);
    assertThat(counts.notDrawn.sum()).isEqualTo(1);
    assertThat(counts.engineFailed.sum()).isZero();
    assertThat(await(dispatcher.submit(job("cat")))).isInstanceOf(JobResult.Done.class);
    assertThat(detectors.awaitCreated(1)).isTrue();
    assertThat(detectors.open()).isEqualTo(1);
    assertThat(admission.stats().inFlight()).isZero();
  }

  private void awaitQueued(int pictures) {
    // Submitted jobs are in the queue once the dispatcher has answered a later request.
    DetectionJob marker = job("marker");
    Future<JobResult> seen = dispatcher.submit(marker);
    dispatcher.cancel(marker);
    await(seen);
    assertThat(dispatcher.stats().queued()).isEqualTo(pictures);
  }

  private DetectionJob job(String picture) {
    return job(picture, 2 * FAR);
  }

  private DetectionJob job(String picture, long deadlineNanos) {
    return new DetectionJob(
        picture(picture), DetectionQuery.of(0.5f, 10), Optional.empty(), deadlineNanos, granted());
  }

  private Permit granted() {
    return ((Decision.Granted) admission.tryBeginUpload("client", 0))
        .ticket()
        .tryAcquire()
        .orElseThrow();
  }

  private static PictureBytes picture(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new PictureBytes() {
      @Override
      public int length() {
        return bytes.length;
      }

      @Override
      public void copyTo(ByteBuffer target) {
        target.put(bytes);
      }
    };
  }

  private static final class Counts implements WorkObserver {

    private final LongAdder done = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder notDrawn = new LongAdder();
    private final LongAdder engineFailed = new LongAdder();
    private final LongAdder rebuilt = new LongAdder();

    @Override
    public void started(long queuedNanos) {}

    @Override
    public void done(StageTimes times) {
      done.increment();
    }

    @Override
    public void refusedPicture() {
      refused.increment();
    }

    @Override
    public void late() {
      late.increment();
    }

    @Override
    public void cancelled() {
      cancelled.increment();
    }

    @Override
    public void notDrawn() {
      notDrawn.increment();
    }

    @Override
    public void engineFailed() {
      engineFailed.increment();
    }

    @Override
    public void detectorRebuilt() {
      rebuilt.increment();
    }
  }
}
