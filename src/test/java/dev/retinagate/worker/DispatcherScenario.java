package dev.retinagate.worker;

import static dev.retinagate.support.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.Decision;
import dev.retinagate.admission.Permit;
import dev.retinagate.detection.DetectionQuery;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A dispatcher with few workers, so that order can be seen; the clock is the test's. */
abstract class DispatcherScenario {

  /** Time enough for a worker to begin. */
  static final long SOON = Duration.ofMillis(300).toNanos();

  static final int LANES = 2;
  static final long FAR = Duration.ofHours(1).toNanos();
  static final Duration WEDGED_AFTER = Duration.ofMinutes(1);

  final Vertx vertx = Vertx.vertx();
  final AtomicLong clock = new AtomicLong();
  final Admission admission = new Admission(10, 1_000);
  final StubDetectors detectors = new StubDetectors();
  final Counts counts = new Counts();
  final Dispatcher dispatcher;
  private final int fastWorkers;

  /** No picture is divided. */
  DispatcherScenario() {
    this(1, Optional.empty());
  }

  DispatcherScenario(int fastWorkers, Optional<Duration> loneFrom) {
    this.fastWorkers = fastWorkers;
    dispatcher = new Dispatcher(fastWorkers, 1, 1, loneFrom, WEDGED_AFTER, counts, clock::get);
  }

  @BeforeEach
  void start() {
    Annotator annotator =
        (picture, found, format) -> {
          throw new IllegalStateException("cannot draw");
        };
    await(vertx.deployVerticle(dispatcher, new DeploymentOptions()));
    for (int id = 0; id <= fastWorkers; id++) {
      Lane lane = id < fastWorkers ? Lane.FAST : Lane.DIVIDING;
      Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));
      DetectionWorker worker =
          new DetectionWorker(id, lane, Map.of(0, detectors), annotator, backoff, detector -> {});
      await(
          vertx.deployVerticle(
              worker,
              new DeploymentOptions()
                  .setThreadingModel(ThreadingModel.WORKER)
                  .setWorkerPoolName("test-worker-" + id)
                  .setWorkerPoolSize(1)));
      await(worker.join());
    }
  }

  @AfterEach
  void stop() {
    detectors.letGo(100);
    await(vertx.close());
    assertThat(detectors.open()).isZero();
  }

  void awaitQueued(int pictures) {
    // Submitted jobs are in the queue once the dispatcher has answered a later request.
    DetectionJob marker = job("marker");
    Future<JobResult> seen = dispatcher.submit(marker);
    dispatcher.cancel(marker);
    await(seen);
    assertThat(dispatcher.stats().queued()).isEqualTo(pictures);
  }

  DetectionJob job(String picture) {
    return job(picture, 2 * FAR);
  }

  DetectionJob job(String picture, long deadlineNanos) {
    return new DetectionJob(
        0,
        picture(picture),
        DetectionQuery.of(0.5f, 10),
        Optional.empty(),
        deadlineNanos,
        granted());
  }

  Permit granted() {
    return ((Decision.Granted) admission.tryBeginUpload("client", 0))
        .ticket()
        .tryAcquire()
        .orElseThrow();
  }

  static PictureBytes picture(String text) {
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

  static final class Counts implements WorkObserver {

    final LongAdder done = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder late = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder full = new LongAdder();
    final LongAdder notDrawn = new LongAdder();
    final LongAdder engineFailed = new LongAdder();
    final LongAdder rebuilt = new LongAdder();

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
    public void full() {
      full.increment();
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
