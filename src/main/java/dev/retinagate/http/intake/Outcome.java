package dev.retinagate.http.intake;

import dev.retinagate.http.problem.Failure;
import dev.retinagate.worker.JobResult;
import java.util.Optional;

/**
 * How the work on one picture of a request ended: with detections or with a failure, exactly one of
 * the two.
 *
 * @param name the picture's name in the request
 * @param failure why there are no detections
 * @param done the detections, and the annotated picture if one was asked for
 */
public record Outcome(String name, Optional<Failure> failure, Optional<JobResult.Done> done) {

  static Outcome failed(String name, Failure failure) {
    return new Outcome(name, Optional.of(failure), Optional.empty());
  }

  static Outcome of(String name, JobResult result) {
    if (result instanceof JobResult.Done done) {
      return new Outcome(name, Optional.empty(), Optional.of(done));
    } else if (result instanceof JobResult.BadPicture bad) {
      return failed(name, new Failure.BadPicture(bad.reason(), bad.message()));
    } else if (result instanceof JobResult.Late) {
      return failed(name, new Failure.DeadlinePassed());
    } else if (result instanceof JobResult.NotDrawn) {
      return failed(name, new Failure.Unexpected());
    }
    // The client of a cancelled job has gone: nobody reads its failure.
    return failed(name, new Failure.EngineFailed());
  }
}
