package dev.retinagate.worker;

import dev.retinagate.admission.Permit;
import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.memory.PictureBytes;
import java.util.Objects;
import java.util.Optional;

/**
 * One picture with all that a worker needs. Immutable except for the cancellation, which any thread
 * may set and every thread sees.
 */
public final class DetectionJob {

  private final PictureBytes picture;
  private final DetectionQuery query;
  private final Optional<AnnotationFormat> annotation;
  private final long deadlineNanos;
  private final Permit permit;
  private volatile boolean cancelled;

  /**
   * A job.
   *
   * @param picture encoded picture, valid until the job has ended
   * @param query the wanted detections
   * @param annotation format of the annotated picture, if one is wanted
   * @param deadlineNanos time of the dispatcher's clock by which work has to have begun
   * @param permit of the picture; the dispatcher releases it when the work ends
   */
  public DetectionJob(
      PictureBytes picture,
      DetectionQuery query,
      Optional<AnnotationFormat> annotation,
      long deadlineNanos,
      Permit permit) {
    this.picture = Objects.requireNonNull(picture);
    this.query = Objects.requireNonNull(query);
    this.annotation = Objects.requireNonNull(annotation);
    this.deadlineNanos = deadlineNanos;
    this.permit = Objects.requireNonNull(permit);
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

  Permit permit() {
    return permit;
  }
}
