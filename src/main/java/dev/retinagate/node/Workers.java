package dev.retinagate.node;

import dev.retinagate.config.Config;
import dev.retinagate.detection.Detector;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The workers of a node, each with a thread of its own and a detector of every model, or of one.
 */
final class Workers {

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
  private final WorkerThreads threads = new WorkerThreads();
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

  /** Completes when every worker takes jobs; fails if a detector cannot be built. */
  Future<?> deploy(Vertx vertx) {
    return Future.join(
        places.stream()
            .map(
                place ->
                    deploy(vertx, place, detectors, untried -> {})
                        .compose(
                            made -> {
                              place.holder = made;
                              return made.worker.join();
                            }))
            .toList());
  }

  /**
   * Makes a worker with other detectors for each place, one after the other, beside those that
   * serve. To be called once the workers are deployed, and not again until those that it made have
   * taken the places.
   *
   * @return workers whose detectors have passed a trial; fails with the first failure, and then all
   *     workers that were made have ended
   */
  Future<Successors> prepare(Vertx vertx, List<DetectorFactory> newer) {
    return prepare(vertx, newer, new Successors(vertx));
  }

  private Future<Successors> prepare(
      Vertx vertx, List<DetectorFactory> newer, Successors successors) {
    if (successors.made.size() == places.size()) {
      return Future.succeededFuture(successors);
    }
    return deploy(vertx, places.get(successors.made.size()), newer, DetectorTrial::run)
        .recover(failed -> successors.end().transform(ended -> Future.failedFuture(failed)))
        .compose(
            made -> {
              successors.made.add(made);
              return prepare(vertx, newer, successors);
            });
  }

  /** The worker gets no job before it joins. */
  private Future<Deployed> deploy(
      Vertx vertx, Place place, List<DetectorFactory> made, Consumer<Detector> trial) {
    Map<Integer, DetectorFactory> held = new TreeMap<>();
    place.models.forEach(
        model ->
            held.put(
                model,
                place.lane == Lane.DIVIDING
                    ? made.get(model).onThreads(threadsAlone)
                    : made.get(model)));
    String thread = threads.take(vertx, place.lane);
    DetectionWorker worker =
        new DetectionWorker(
            workersMade++, place.lane, held, annotator, Backoff.FOR_DETECTORS, trial);
    return vertx
        .deployVerticle(
            worker,
            new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setWorkerPoolName(thread)
                .setWorkerPoolSize(1)
                .setMaxWorkerExecuteTime(WorkerThreads.BLOCKED_SECONDS)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.SECONDS))
        .onFailure(failed -> threads.giveBack(thread, place.lane))
        .map(deployment -> new Deployed(place.lane, worker, thread, deployment));
  }

  private Future<?> endAll(Vertx vertx, List<Deployed> workers) {
    return Future.join(
        workers.stream()
            .map(
                one ->
                    vertx
                        .undeploy(one.deployment)
                        .onComplete(ended -> threads.giveBack(one.thread, one.lane)))
            .toList());
  }

  /** Workers that are ready to take all places; the workers before them serve until then. */
  final class Successors {

    private final Vertx vertx;
    private final List<Deployed> made = new ArrayList<>();
    private final List<Deployed> before = new ArrayList<>();

    private Successors(Vertx vertx) {
      this.vertx = vertx;
    }

    /** All take their places at once; fails only where the dispatcher has ended. */
    Future<?> takePlaces() {
      List<Future<?>> taken = new ArrayList<>();
      for (int i = 0; i < places.size(); i++) {
        Place place = places.get(i);
        before.add(place.holder);
        taken.add(made.get(i).worker.takePlaceOf(place.holder.worker));
        place.holder = made.get(i);
      }
      return Future.join(taken);
    }

    /** Waits for the pictures that the workers before them work on, and ends those workers. */
    Future<?> endOthers() {
      return endAll(vertx, before);
    }

    private Future<?> end() {
      return endAll(vertx, made);
    }
  }

  private record Deployed(Lane lane, DetectionWorker worker, String thread, String deployment) {}

  /** A worker's place, which one worker after the other may have. */
  private static final class Place {

    private final Lane lane;
    private final List<Integer> models;
    private Deployed holder;

    Place(Lane lane, List<Integer> models) {
      this.lane = lane;
      this.models = models;
    }
  }
}
