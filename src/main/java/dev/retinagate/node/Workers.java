package dev.retinagate.node;

import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.worker.Annotator;
import dev.retinagate.worker.Backoff;
import dev.retinagate.worker.DetectionWorker;
import dev.retinagate.worker.Lane;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The workers of a node, each with a detector and a thread of its own. */
record Workers(int fast, DetectorFactory detectors, Annotator annotator) {

  /** A large network on a slow core takes seconds; a worker that takes longer than this hangs. */
  private static final long BLOCKED_WORKER_SECONDS = 120;

  /** Half as many as fast ones, at least one: a node of one worker needs both kinds, too. */
  int slow() {
    return (fast + 1) / 2;
  }

  /** Completes when every worker is ready; fails if a detector cannot be built. */
  Future<?> deploy(Vertx vertx) {
    return Future.join(
        IntStream.range(0, fast + slow())
            .mapToObj(id -> deploy(vertx, id, id < fast ? Lane.FAST : Lane.SLOW))
            .toList());
  }

  /** A pool of one thread: a detector stays on the thread that made it. */
  private Future<String> deploy(Vertx vertx, int id, Lane lane) {
    return vertx.deployVerticle(
        new DetectionWorker(id, lane, detectors, annotator, Backoff.FOR_DETECTORS),
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName("detector-" + id)
            .setWorkerPoolSize(1)
            .setMaxWorkerExecuteTime(BLOCKED_WORKER_SECONDS)
            .setMaxWorkerExecuteTimeUnit(TimeUnit.SECONDS));
  }
}
