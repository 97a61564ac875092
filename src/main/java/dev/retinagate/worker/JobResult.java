package dev.retinagate.worker;

import dev.retinagate.detection.Detections;
import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.Scene;
import java.util.Optional;

/** How a job ended. Failures that are part of daily work are values, not exceptions. */
public sealed interface JobResult {

  /**
   * The detector has answered.
   *
   * @param scene the answer of the picture, and its assessment if the request has rules
   * @param annotated the annotated picture, if one was wanted
   * @param queuedNanos time between submission and the start of the work
   */
  record Done(Scene scene, Optional<AnnotatedPicture> annotated, long queuedNanos)
      implements JobResult {

    /** The detections that the request keeps. */
    public Detections detections() {
      return scene.answer();
    }
  }

  /** The picture's bytes are at fault; the message is written for the caller. */
  record BadPicture(PictureException.Reason reason, String message) implements JobResult {}

  /**
   * The deadline passed: in the queue, and then the work was not done, or during the work, and then
   * it goes on and nobody is told what came of it.
   */
  record Late() implements JobResult {}

  /** The job was cancelled before its work began; the work was not done. */
  record Cancelled() implements JobResult {}

  /**
   * The picture was looked at, but could not be drawn on or encoded. A defect of ours; the detector
   * is sound.
   */
  record NotDrawn() implements JobResult {}

  /** Too many pictures wait that take as much to decode; the work was not done. */
  record Full() implements JobResult {}

  /**
   * A worker of the fast lane did not decode the picture, since it takes much. Not a result that a
   * caller gets: the job goes on in the slow lane.
   */
  record Heavy() implements JobResult {}

  /** The engine failed; not the caller's fault. */
  record EngineFailed() implements JobResult {}
}
