package dev.retinagate.node;

import dev.retinagate.config.Config;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.worker.Annotator;
import dev.retinagate.worker.Backoff;
import dev.retinagate.worker.DetectionWorker;
import dev.retinagate.worker.Lane;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The workers of a node, each with a detector and a thread of its own.
 *
 * @param bounds how many, and on how many threads they compute
 */
record Workers(Config.Workers bounds, DetectorFactory detectors, Annotator annotator) {

  /** A large network on a slow core takes seconds; a worker that takes longer than this hangs. */
  private static final long BLOCKED_WORKER_SECONDS = 120;

  /**
   * RetinaNet takes hundreds of milliseconds. NanoDet's fifteen became no fewer on two cores of a
   * virtual machine that were idle before: a layer of it takes less than waking a core.
   */
  private static final Duration WORTH_DIVIDING = Duration.ofMillis(50);

  /** Those that take light pictures. */
  int fast() {
    return bounds.count();
  }

  /** Half as many as fast ones, at least one: a node of one worker needs both kinds, too. */
  int slow() {
    return (fast() + 1) / 2;
  }

  /**
   * How long pictures take that get all cores when they are alone: the first worker of the slow
   * lane computes on all of them, and is idle then. So no further detector is needed.
   */
  Optional<Duration> loneFrom() {
    return fast() > 1 && bounds.threadsAlone() > bounds.engineThreads()
        ? Optional.of(WORTH_DIVIDING)
        : Optional.empty();
  }

  /** Completes when every worker is ready; fails if a detector cannot be built. */
  Future<?> deploy(Vertx vertx) {
    return Future.join(
        IntStream.range(0, fast() + slow())
            .mapToObj(id -> deploy(vertx, id, id < fast() ? Lane.FAST : Lane.SLOW))
            .toList());
  }

  private DetectorFactory detectorsOf(int id) {
    return loneFrom().isPresent() && id == fast()
        ? detectors.onThreads(bounds.threadsAlone())
        : detectors;
  }

  /** A pool of one thread: a detector stays on the thread that made it. */
  private Future<String> deploy(Vertx vertx, int id, Lane lane) {
    return vertx.deployVerticle(
        new DetectionWorker(id, lane, detectorsOf(id), annotator, Backoff.FOR_DETECTORS),
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName("detector-" + id)
            .setWorkerPoolSize(1)
            .setMaxWorkerExecuteTime(BLOCKED_WORKER_SECONDS)
            .setMaxWorkerExecuteTimeUnit(TimeUnit.SECONDS));
  }
}
