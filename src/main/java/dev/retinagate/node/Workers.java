package dev.retinagate.node;

import dev.retinagate.config.Config;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorException;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.worker.Annotator;
import dev.retinagate.worker.Backoff;
import dev.retinagate.worker.DetectionWorker;
import dev.retinagate.worker.DetectionWorker.Replacement;
import dev.retinagate.worker.Lane;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The workers of a node, each with a thread of its own and a detector of every model, or of one.
 *
 * <p>Threads outlive workers: MXNet keeps temporary memory for each thread that ever computed, and
 * frees it only when the process ends. So a worker that takes the place of another runs on a spare
 * thread, and the other's thread is the next spare one. There is one of each lane at most: a thread
 * of the slow lane cannot get its priority back, and one that divides pictures cannot change its
 * number of engine threads.
 */
final class Workers {

  /** A large network on a slow core takes seconds; a worker that takes longer than this hangs. */
  private static final long BLOCKED_WORKER_SECONDS = 120;

  /**
   * RetinaNet takes hundreds of milliseconds. NanoDet's fifteen became no fewer on two cores of a
   * virtual machine that were idle before: a layer of it takes less than waking a core.
   */
  private static final Duration WORTH_DIVIDING = Duration.ofMillis(50);

  private final int threadsAlone;
  private final boolean divides;
  private final int fast;
  private final int slow;
  private final Annotator annotator;
  private final List<Place> places = new ArrayList<>();
  private final Map<Lane, Deque<String>> spareThreads = new EnumMap<>(Lane.class);

  /**
   * Hold the pools, whose threads would end with a worker. Vert.x closes one that was collected.
   */
  private final Map<String, WorkerExecutor> threads = new ConcurrentHashMap<>();

  private final List<DetectorFactory> detectors;
  private int workersMade;

  /**
   * Workers to be deployed.
   *
   * @param config how many there are, and what each holds
   * @param detectors makes the first detectors, by the index of the model
   */
  Workers(Config.Workers config, List<DetectorFactory> detectors, Annotator annotator) {
    this.detectors = detectors;
    this.annotator = annotator;
    threadsAlone = config.threadsAlone();
    divides = config.count() > 1 && threadsAlone > config.engineThreads();
    if (config.perModel().isPresent()) {
      int each = config.perModel().getAsInt();
      for (int model = 0; model < detectors.size(); model++) {
        addPlaces(each, List.of(model));
      }
    } else {
      List<Integer> every = new ArrayList<>();
      for (int model = 0; model < detectors.size(); model++) {
        every.add(model);
      }
      addPlaces(config.count(), every);
    }
    fast = (int) places.stream().filter(place -> place.lane == Lane.FAST).count();
    slow = places.size() - fast;
    for (Lane lane : Lane.values()) {
      spareThreads.put(lane, new ArrayDeque<>());
    }
  }

  private void addPlaces(int count, List<Integer> models) {
    for (int i = 0; i < count + Config.Workers.slowBeside(count); i++) {
      Lane slow = i == count && divides ? Lane.DIVIDING : Lane.SLOW;
      places.add(new Place(i < count ? Lane.FAST : slow, models));
    }
  }

  /**
   * How long pictures take that get all cores when they are alone: the first worker of the slow
   * lane, of those that hold the same models, computes on all of them, and is idle then. So no
   * further detector is needed.
   */
  Optional<Duration> loneFrom() {
    return divides ? Optional.of(WORTH_DIVIDING) : Optional.empty();
  }

  /** Workers of the fast lane. */
  int fast() {
    return fast;
  }

  /** Workers of the slow lane. */
  int slow() {
    return slow;
  }

  /** Completes when every worker is ready; fails if a detector cannot be built. */
  Future<?> deploy(Vertx vertx) {
    return Future.join(
        places.stream()
            .map(
                place -> {
                  place.thread = thread(vertx, place.lane);
                  place.worker = workersMade++;
                  return deploy(
                          vertx, place, place.worker, place.thread, detectors, Optional.empty())
                      .onSuccess(deployment -> place.deployment = deployment);
                })
            .toList());
  }

  /**
   * Puts workers with other detectors in the place of all, one after the other. Each has made its
   * detectors and has tried them before it takes a place; the worker before it ends its picture. To
   * be called once the workers are deployed, and not again until the future has completed.
   *
   * @return completes when all are replaced; fails with the first failure, and from that worker on
   *     the others are as they were. Where a worker was replaced before, the failure says so: its
   *     detectors were sound, and the files of the version before may be gone
   */
  Future<Void> replace(Vertx vertx, List<DetectorFactory> newer) {
    // Where a worker has every model, the first that takes a place has tried them all.
    Future<?> tried = places.get(0).models.size() < newer.size() ? tryAll(vertx, newer) : done();
    return tried.compose(sound -> replaceFrom(vertx, 0, newer));
  }

  private static Future<Void> done() {
    return Future.succeededFuture();
  }

  /** Makes a detector of each model on the thread that the next worker has, and closes it. */
  private Future<?> tryAll(Vertx vertx, List<DetectorFactory> newer) {
    String thread = thread(vertx, Lane.FAST);
    return threads
        .get(thread)
        .executeBlocking(
            () -> {
              for (DetectorFactory made : newer) {
                try (Detector detector = made.create()) {
                  DetectorTrial.run(detector);
                }
              }
              return newer;
            })
        .onComplete(tried -> spareThreads.get(Lane.FAST).push(thread));
  }

  private Future<Void> replaceFrom(Vertx vertx, int first, List<DetectorFactory> newer) {
    if (first == places.size()) {
      return done();
    }
    return replace(vertx, places.get(first), newer)
        .recover(
            failed ->
                Future.failedFuture(
                    first == 0
                        ? failed
                        : new DetectorException(
                            "%d of %d workers have the new version, the others could not get it: %s"
                                .formatted(first, places.size(), failed.getMessage()),
                            failed)))
        .compose(replaced -> replaceFrom(vertx, first + 1, newer));
  }

  private Future<Void> replace(Vertx vertx, Place place, List<DetectorFactory> newer) {
    String thread = thread(vertx, place.lane);
    int worker = workersMade++;
    Replacement replacement = new Replacement(place.worker, DetectorTrial::run);
    return deploy(vertx, place, worker, thread, newer, Optional.of(replacement))
        .onFailure(failed -> spareThreads.get(place.lane).push(thread))
        .compose(
            deployment -> {
              String oldDeployment = place.deployment;
              String oldThread = place.thread;
              place.deployment = deployment;
              place.thread = thread;
              place.worker = worker;
              // Waits for the picture that the old worker works on.
              return vertx
                  .undeploy(oldDeployment)
                  .onComplete(ended -> spareThreads.get(place.lane).push(oldThread));
            });
  }

  private String thread(Vertx vertx, Lane lane) {
    String spare = spareThreads.get(lane).poll();
    if (spare != null) {
      return spare;
    }
    String name = "detector-" + threads.size();
    threads.put(
        name, vertx.createSharedWorkerExecutor(name, 1, BLOCKED_WORKER_SECONDS, TimeUnit.SECONDS));
    return name;
  }

  private Future<String> deploy(
      Vertx vertx,
      Place place,
      int worker,
      String thread,
      List<DetectorFactory> made,
      Optional<Replacement> replacement) {
    Map<Integer, DetectorFactory> held = new TreeMap<>();
    place.models.forEach(
        model ->
            held.put(
                model,
                place.lane == Lane.DIVIDING
                    ? made.get(model).onThreads(threadsAlone)
                    : made.get(model)));
    return vertx.deployVerticle(
        new DetectionWorker(
            worker, place.lane, held, annotator, Backoff.FOR_DETECTORS, replacement),
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName(thread)
            .setWorkerPoolSize(1)
            .setMaxWorkerExecuteTime(BLOCKED_WORKER_SECONDS)
            .setMaxWorkerExecuteTimeUnit(TimeUnit.SECONDS));
  }

  /** A worker's place, which one worker after the other may have. */
  private static final class Place {

    private final Lane lane;
    private final List<Integer> models;
    private int worker;
    private String thread;
    private String deployment;

    Place(Lane lane, List<Integer> models) {
      this.lane = lane;
      this.models = models;
    }
  }
}
