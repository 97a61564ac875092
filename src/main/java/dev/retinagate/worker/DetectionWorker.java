package dev.retinagate.worker;

import dev.retinagate.detection.Detector;
import dev.retinagate.detection.DetectorFactory;
import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.Scene;
import dev.retinagate.memory.PictureCopy;
import dev.retinagate.os.ThreadPriority;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one {@link Detector} of each of its models, one picture after another, on its own worker
 * thread.
 *
 * <p>To be deployed with {@code ThreadingModel.WORKER} and a pool of one thread, so that the same
 * thread makes, uses and closes the detectors. When the engine fails, the job is answered {@link
 * JobResult.EngineFailed}, the detector is closed, and a new one is built after a back-off. The
 * worker takes pictures for its other models meanwhile. Before it builds, it asks the dispatcher
 * for a rest: a job that was handed to it then would wait for the building, while another worker is
 * idle. It announces itself again when it is ready.
 *
 * <p>It gets no job before it joins: workers of new versions of the models are all made and tried
 * before the first of them takes the place of another.
 */
public final class DetectionWorker extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(DetectionWorker.class);

  private final int id;
  private final Lane lane;
  private final SortedMap<Integer, Slot> slots = new TreeMap<>();
  private final Annotator annotator;
  private final Backoff backoff;
  private final Consumer<Detector> trial;
  private boolean stopped;

  /**
   * A worker.
   *
   * @param id its number, which no other worker of the node has or had
   * @param lane the pictures that it takes
   * @param detectors makes its detectors, by the index of the model
   * @param annotator draws detections into a picture if the job wants it
   * @param backoff between tries to rebuild a detector
   * @param trial throws if a detector that was made at the start is not fit to be used, such as one
   *     that finds nothing anywhere
   */
  public DetectionWorker(
      int id,
      Lane lane,
      Map<Integer, DetectorFactory> detectors,
      Annotator annotator,
      Backoff backoff,
      Consumer<Detector> trial) {
    this.id = id;
    this.lane = lane;
    detectors.forEach(
        (model, made) ->
            slots.put(model, new Slot(lane == Lane.FAST ? made.forLightPictures() : made)));
    this.annotator = annotator;
    this.backoff = backoff;
    this.trial = trial;
  }

  static String address(int worker) {
    return "retinagate.worker." + worker;
  }

  /** Fails when a detector cannot be built, or fails the trial; then all are closed. */
  @Override
  public Future<?> start() {
    if (lane != Lane.FAST) {
      ThreadPriority.lower();
    }
    try {
      for (Slot slot : slots.values()) {
        slot.detector = slot.detectors.create();
        trial.accept(slot.detector);
      }
    } catch (Throwable e) {
      slots.values().forEach(this::close);
      throw e;
    }
    return vertx.eventBus().<Assignment>localConsumer(address(id), this::work).completion();
  }

  /**
   * Takes jobs from now on. To be called once it is deployed, and before any job.
   *
   * @return completes when the dispatcher knows the worker
   */
  public Future<?> join() {
    return announceReady(OptionalInt.empty());
  }

  /** As {@link #join}; the other worker gets no more jobs, and ends the one that it may have. */
  public Future<?> takePlaceOf(DetectionWorker other) {
    return announceReady(OptionalInt.of(other.id));
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    slots.values().forEach(this::close);
    return Future.succeededFuture();
  }

  private void work(Message<Assignment> message) {
    Slot slot = slots.get(message.body().job().model());
    WorkReport report = run(message.body(), slot);
    message.reply(report, LocalCodec.delivery());
    if (report.result() instanceof JobResult.EngineFailed && slot.detector == null) {
      rebuildLater(slot);
    }
  }

  /** Never throws: a job without a reply would hold its permit for ever. */
  private WorkReport run(Assignment assignment, Slot slot) {
    DetectionJob job = assignment.job();
    if (job.isCancelled() || !job.tryBeginReading()) {
      return new WorkReport(new JobResult.Cancelled(), true, 0);
    }
    long begun = System.nanoTime();
    JobResult result;
    try (PictureCopy copy = copyOf(job)) {
      ByteBuffer picture = copy.bytes();
      Scene scene = Scene.of(job.query(), slot.detector.detect(picture, job.query()));
      slot.failuresInARow = 0;
      result = new JobResult.Done(scene, annotated(picture, job, scene), assignment.queuedNanos());
    } catch (PictureException e) {
      result =
          lane == Lane.FAST && e.reason() == PictureException.Reason.TOO_MUCH_WORK
              ? new JobResult.Heavy()
              : new JobResult.BadPicture(e.reason(), e.getMessage());
    } catch (AnnotationFailure e) {
      LOG.error("worker {}: annotating failed", id, e.getCause());
      result = new JobResult.NotDrawn();
    } catch (Throwable e) {
      slot.failuresInARow++;
      LOG.error(
          "worker {}: the engine failed for {}, failure {} in a row",
          id,
          slot.name(),
          slot.failuresInARow,
          e);
      close(slot);
      result = new JobResult.EngineFailed();
    }
    return new WorkReport(result, slot.detector != null, System.nanoTime() - begun);
  }

  private static PictureCopy copyOf(DetectionJob job) {
    try {
      return PictureCopy.of(job.picture());
    } finally {
      job.endReading();
    }
  }

  private Optional<AnnotatedPicture> annotated(ByteBuffer picture, DetectionJob job, Scene scene)
      throws PictureException, AnnotationFailure {
    if (job.annotation().isEmpty() || job.isCancelled()) {
      return Optional.empty();
    }
    try {
      return Optional.of(annotator.annotate(picture, scene, job.annotation().get()));
    } catch (RuntimeException e) {
      throw new AnnotationFailure(e);
    }
  }

  private void rebuildLater(Slot slot) {
    long waitMillis = backoff.after(slot.failuresInARow).toMillis();
    vertx.setTimer(
        Math.max(1, waitMillis),
        due ->
            vertx
                .eventBus()
                .request(Dispatcher.REST_ADDRESS, id, LocalCodec.delivery())
                .onSuccess(resting -> rebuild(slot)));
  }

  private void rebuild(Slot slot) {
    if (stopped) {
      return;
    }
    try {
      slot.detector = slot.detectors.create();
      LOG.info("worker {}: detector of {} rebuilt", id, slot.name());
    } catch (Throwable e) {
      slot.failuresInARow++;
      LOG.error("worker {}: rebuilding the detector of {} failed", id, slot.name(), e);
      rebuildLater(slot);
    }
    announceReady(OptionalInt.empty())
        .onFailure(e -> LOG.error("worker {}: the dispatcher did not accept it", id, e));
  }

  private Future<?> announceReady(OptionalInt replaced) {
    BitSet models = new BitSet();
    slots.forEach((model, slot) -> models.set(model, slot.detector != null));
    return vertx
        .eventBus()
        .request(
            Dispatcher.READY_ADDRESS,
            new Announcement(id, lane, models, replaced),
            LocalCodec.delivery());
  }

  private void close(Slot slot) {
    Detector closing = slot.detector;
    slot.detector = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (RuntimeException e) {
        LOG.warn("worker {}: closing the detector of {} failed", id, slot.name(), e);
      }
    }
  }

  /** A model's detector, which is null while it is lost. */
  private static final class Slot {

    private final DetectorFactory detectors;
    private Detector detector;
    private int failuresInARow;

    Slot(DetectorFactory detectors) {
      this.detectors = detectors;
    }

    String name() {
      return detectors.model().name();
    }
  }

  /** Drawing failed for a reason that is not in the picture; the detector is sound. */
  private static final class AnnotationFailure extends Exception {
    private static final long serialVersionUID = 1;

    AnnotationFailure(RuntimeException cause) {
      super(cause);
    }
  }
}
