package dev.retinagate.worker;

import dev.retinagate.admission.Permit;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.memory.PictureBytes;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One picture with all that a worker needs. Immutable except for the cancellation, which any thread
 * may set and every thread sees, and for the right to read the picture.
 *
 * <p>A worker copies the picture when its work begins. If the deadline passes before, the result is
 * known and the picture's memory is returned: a worker that read it later would read another
 * request's bytes. So either the worker or the deadline is first, and the other learns of it.
 */
public final class DetectionJob {

  private final int model;
  private final PictureBytes picture;
  private final DetectionQuery query;
  private final Optional<AnnotationFormat> annotation;
  private final long deadlineNanos;
  private final Permit permit;
  private final AtomicReference<Reading> reading = new AtomicReference<>(Reading.NOT_YET);
  private volatile boolean cancelled;

  /**
   * A job.
   *
   * @param model the index of the model that looks at the picture
   * @param picture encoded picture, valid until the job's result is known
   * @param query the wanted detections
   * @param annotation format of the annotated picture, if one is wanted
   * @param deadlineNanos time of the dispatcher's clock by which the result has to be known
   * @param permit of the picture; the dispatcher releases it when the work ends
   */
  public DetectionJob(
      int model,
      PictureBytes picture,
      DetectionQuery query,
      Optional<AnnotationFormat> annotation,
      long deadlineNanos,
      Permit permit) {
    this.model = model;
    this.picture = Objects.requireNonNull(picture);
    this.query = Objects.requireNonNull(query);
    this.annotation = Objects.requireNonNull(annotation);
    this.deadlineNanos = deadlineNanos;
    this.permit = Objects.requireNonNull(permit);
  }

  /** The index of the model that looks at the picture. */
  public int model() {
    return model;
  }

  /** The encoded picture. */
  public PictureBytes picture() {
    return picture;
  }

  /** The wanted detections. */
  public DetectionQuery query() {
    return query;
  }

  /** Format of the annotated picture, if one is wanted. */
  public Optional<AnnotationFormat> annotation() {
    return annotation;
  }

  boolean isLate(long nowNanos) {
    return nowNanos - deadlineNanos >= 0;
  }

  /** Time left until the deadline, not negative. */
  long nanosLeft(long nowNanos) {
    return Math.max(0, deadlineNanos - nowNanos);
  }

  void markCancelled() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /**
   * A worker wants to read the picture.
   *
   * @return false if it is too late; otherwise {@link #endReading} has to follow
   */
  boolean tryBeginReading() {
    return reading.compareAndSet(Reading.NOT_YET, Reading.NOW);
  }

  /** Another worker is to read the picture, whose memory has not been given back. */
  void allowReading() {
    reading.set(Reading.NOT_YET);
  }

  /** The worker has what it needs. */
  void endReading() {
    reading.set(Reading.DONE);
  }

  /**
   * The picture's memory is to be given back.
   *
   * @return false if a worker reads it at this moment; otherwise none will any more
   */
  boolean tryEndUse() {
    return reading.compareAndSet(Reading.NOT_YET, Reading.DONE) || reading.get() == Reading.DONE;
  }

  Permit permit() {
    return permit;
  }

  private enum Reading {
    NOT_YET,
    NOW,
    DONE
  }
}
