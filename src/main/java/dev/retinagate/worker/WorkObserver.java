package dev.retinagate.worker;

import dev.retinagate.detection.StageTimes;

/**
 * Measures what happens to jobs. Called on the dispatcher's thread: must neither block nor throw.
 */
public interface WorkObserver {

  /** A job went to a worker, after so long in the queue. */
  void started(long queuedNanos);

  /** A worker answered a picture. */
  void done(StageTimes times);

  /** A picture's own bytes were at fault. */
  void refusedPicture();

  /** A picture found no place in the slow lane. */
  void full();

  /** A job's deadline passed, in the queue or during the work. */
  void late();

  /** A job's client left before its work began. */
  void cancelled();

  /** An annotated picture was wanted and could not be made. */
  void notDrawn();

  /** The engine failed under a job. */
  void engineFailed();

  /**
   * A job of a model has been answered: tells the method for this kind of end.
   *
   * @param model its index
   * @param result how the job ended
   */
  default void answered(int model, JobResult result) {
    if (result instanceof JobResult.Done done) {
      done(done.detections().times());
    } else if (result instanceof JobResult.BadPicture) {
      refusedPicture();
    } else if (result instanceof JobResult.Late) {
      late();
    } else if (result instanceof JobResult.Cancelled) {
      cancelled();
    } else if (result instanceof JobResult.NotDrawn) {
      notDrawn();
    } else if (result instanceof JobResult.Full) {
      full();
    } else {
      engineFailed();
    }
  }

  /** A worker that had lost its detector has a new one. */
  void detectorRebuilt();
}
