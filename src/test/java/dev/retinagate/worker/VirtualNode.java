package dev.retinagate.worker;

import static dev.retinagate.support.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.admission.Admission;
import dev.retinagate.admission.Decision;
import dev.retinagate.admission.Sharing;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Scene;
import dev.retinagate.detection.StageTimes;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A running dispatcher whose workers only say how long a picture of each model took, in the time of
 * a clock that goes on from event to event.
 */
final class VirtualNode implements AutoCloseable {

  private static final int PERMITS = 1_000;
  private static final long PATIENCE_SECONDS = 60;
  private static final int NO_WORKER = -1;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong clock = new AtomicLong();
  private final long[] serviceNanos;
  private final Admission admission;
  private final Dispatcher dispatcher;
  private final BlockingQueue<Work> arriving = new LinkedBlockingQueue<>();
  private final List<Work> inWork = new ArrayList<>();
  private final List<Work> begun = new ArrayList<>();
  private int submitted;
  private int ended;

  /** A picture that a worker works on, or has worked on, since this time. */
  record Work(
      int worker, int model, long queuedNanos, long sinceNanos, Message<Assignment> asked) {}

  /**
   * Starts a node.
   *
   * @param lanes of its workers
   * @param held by worker, the models that it has a detector of
   * @param services by model, the time of a picture
   */
  VirtualNode(
      List<Lane> lanes,
      List<List<Integer>> held,
      Optional<Duration> loneFrom,
      Duration... services) {
    serviceNanos = new long[services.length];
    for (int model = 0; model < services.length; model++) {
      serviceNanos[model] = services[model].toNanos();
    }
    admission = new Admission(PERMITS, PERMITS, Sharing.FIRST_COME, services.length);
    int fast = (int) lanes.stream().filter(lane -> lane == Lane.FAST).count();
    dispatcher =
        new Dispatcher(
            fast,
            lanes.size() - fast,
            services.length,
            loneFrom,
            Duration.ofHours(1),
            new DispatcherScenario.Counts(),
            clock::get);
    await(vertx.deployVerticle(dispatcher, new DeploymentOptions()));
    for (int worker = 0; worker < lanes.size(); worker++) {
      int id = worker;
      BitSet models = new BitSet();
      held.get(worker).forEach(models::set);
      await(
          vertx
              .eventBus()
              .<Assignment>localConsumer(
                  DetectionWorker.address(id), asked -> arriving.add(work(id, asked)))
              .completion());
      await(
          vertx
              .eventBus()
              .request(
                  Dispatcher.READY_ADDRESS,
                  new Announcement(id, lanes.get(worker), models, OptionalInt.empty()),
                  LocalCodec.delivery()));
    }
  }

  /** Of so many workers in the fast lane, each with a detector of every model. */
  static VirtualNode ofFastWorkers(int workers, Duration... services) {
    List<Integer> every = IntStream.range(0, services.length).boxed().toList();
    return new VirtualNode(
        IntStream.range(0, workers).mapToObj(worker -> Lane.FAST).toList(),
        IntStream.range(0, workers).mapToObj(worker -> every).toList(),
        Optional.empty(),
        services);
  }

  private Work work(int worker, Message<Assignment> asked) {
    Assignment assignment = asked.body();
    return new Work(worker, assignment.job().model(), assignment.queuedNanos(), clock.get(), asked);
  }

  /** A picture of the model arrives now. */
  void submit(int model) {
    submitted++;
    dispatcher.submit(
        new DetectionJob(
            model,
            DispatcherScenario.picture("cat"),
            DetectionQuery.of(0.5f, 1),
            Optional.empty(),
            Long.MAX_VALUE,
            ((Decision.Granted) admission.tryBeginUpload("client", model, 0))
                .ticket()
                .tryAcquire()
                .orElseThrow()));
    settle();
  }

  /** A picture of the model takes so long from now on. */
  void takes(int model, Duration service) {
    serviceNanos[model] = service.toNanos();
  }

  /** Works until this time. */
  void runUntil(Duration time) {
    Optional<Work> next = next();
    while (next.isPresent() && endNanos(next.get()) <= time.toNanos()) {
      Work work = next.get();
      clock.set(endNanos(work));
      inWork.remove(work);
      ended++;
      JobResult done =
          new JobResult.Done(
              Scene.of(
                  work.asked().body().job().query(),
                  new Detections(1, 1, List.of(), new StageTimes(0, 0, 0, 0))),
              Optional.empty(),
              work.queuedNanos());
      work.asked()
          .reply(new WorkReport(done, true, serviceNanos[work.model()]), LocalCodec.delivery());
      settle();
      next = next();
    }
    clock.set(time.toNanos());
  }

  private Optional<Work> next() {
    return inWork.stream().min(Comparator.comparingLong(this::endNanos));
  }

  private long endNanos(Work work) {
    return work.sinceNanos() + serviceNanos[work.model()];
  }

  /** Waits until the dispatcher has done what it was told, and its jobs have reached workers. */
  private void settle() {
    await(vertx.eventBus().request(Dispatcher.REST_ADDRESS, NO_WORKER, LocalCodec.delivery()));
    int working = submitted - ended - stats().queued();
    while (inWork.size() < working) {
      try {
        Work work = arriving.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(work).as("a picture that was handed out").isNotNull();
        inWork.add(work);
        begun.add(work);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  WorkStats stats() {
    return dispatcher.stats();
  }

  /** The wait for a worker that admission expects for a picture of the model that comes now. */
  Duration expectedTurn(int model) {
    return stats().expectedTurn(model, admission.stats().inFlightOf());
  }

  /** What has begun, of a model, in that order. */
  List<Work> begun(int model) {
    return begun.stream().filter(work -> work.model() == model).toList();
  }

  /** The longest time that a picture of the model was queued before its work began. */
  Duration longestQueued(int model) {
    return Duration.ofNanos(begun(model).stream().mapToLong(Work::queuedNanos).max().orElseThrow());
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
