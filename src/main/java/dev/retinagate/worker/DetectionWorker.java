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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one {@link Detector}, one picture after another, on its own worker thread.
 *
 * <p>To be deployed with {@code ThreadingModel.WORKER} and a pool of one thread, so that the same
 * thread makes, uses and closes the detector. When the engine fails, the job is answered {@link
 * JobResult.EngineFailed}, the detector is closed, and a new detector is built after a back-off;
 * the worker announces itself to the dispatcher again when it is ready.
 */
public final class DetectionWorker extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(DetectionWorker.class);

  private final int id;
  private final Lane lane;
  private final DetectorFactory detectors;
  private final Annotator annotator;
  private final Backoff backoff;

  private Detector detector;
  private int failuresInARow;
  private boolean stopped;

  /**
   * A worker.
   *
   * @param id its number, from 0; those of the slow lane follow those of the fast one
   * @param lane the pictures that it takes
   * @param detectors makes its detector
   * @param annotator draws detections into a picture if the job wants it
   * @param backoff between tries to rebuild the detector
   */
  public DetectionWorker(
      int id, Lane lane, DetectorFactory detectors, Annotator annotator, Backoff backoff) {
    this.id = id;
    this.lane = lane;
    this.detectors = lane == Lane.FAST ? detectors.forLightPictures() : detectors;
    this.annotator = annotator;
    this.backoff = backoff;
  }

  static String address(int worker) {
    return "retinagate.worker." + worker;
  }

  /** Fails when the first detector cannot be built: the node must not serve then. */
  @Override
  public Future<?> start() {
    if (lane == Lane.SLOW) {
      ThreadPriority.lower();
    }
    detector = detectors.create();
    return vertx
        .eventBus()
        .<Assignment>localConsumer(address(id), this::work)
        .completion()
        .compose(listening -> announceReady());
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    closeDetector();
    return Future.succeededFuture();
  }

  private void work(Message<Assignment> message) {
    WorkReport report = run(message.body());
    message.reply(report, LocalCodec.delivery());
    if (report.result() instanceof JobResult.EngineFailed && detector == null) {
      rebuildLater();
    }
  }

  /** Never throws: a job without a reply would hold its permit for ever. */
  private WorkReport run(Assignment assignment) {
    DetectionJob job = assignment.job();
    if (job.isCancelled() || !job.tryBeginReading()) {
      return new WorkReport(new JobResult.Cancelled(), true, 0);
    }
    long begun = System.nanoTime();
    JobResult result;
    try (PictureCopy copy = copyOf(job)) {
      ByteBuffer picture = copy.bytes();
      Scene scene = Scene.of(job.query(), detector.detect(picture, job.query()));
      failuresInARow = 0;
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
      failuresInARow++;
      LOG.error("worker {}: the engine failed, failure {} in a row", id, failuresInARow, e);
      closeDetector();
      result = new JobResult.EngineFailed();
    }
    return new WorkReport(result, detector != null, System.nanoTime() - begun);
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

  private void rebuildLater() {
    long waitMillis = backoff.after(failuresInARow).toMillis();
    vertx.setTimer(Math.max(1, waitMillis), timer -> rebuild());
  }

  private void rebuild() {
    if (stopped) {
      return;
    }
    try {
      detector = detectors.create();
      LOG.info("worker {}: detector rebuilt", id);
      announceReady()
          .onFailure(e -> LOG.error("worker {}: the dispatcher did not accept it", id, e));
    } catch (Throwable e) {
      failuresInARow++;
      LOG.error("worker {}: rebuilding the detector failed", id, e);
      rebuildLater();
    }
  }

  private Future<?> announceReady() {
    return vertx.eventBus().request(Dispatcher.READY_ADDRESS, id, LocalCodec.delivery());
  }

  private void closeDetector() {
    Detector closing = detector;
    detector = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (RuntimeException e) {
        LOG.warn("worker {}: closing the detector failed", id, e);
      }
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
