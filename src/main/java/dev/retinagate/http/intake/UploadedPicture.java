package dev.retinagate.http.intake;

import dev.retinagate.admission.Permit;
import dev.retinagate.http.problem.Failure;
import java.util.Optional;

/**
 * One picture of a request: the whole body, or a part of a form. Owned by the request's event loop.
 */
final class UploadedPicture {

  private final String name;
  private final int from;
  private Optional<Permit> permit = Optional.empty();
  private Optional<Failure> failure = Optional.empty();
  private int to;

  /** A picture that begins at an offset of the request's buffer. */
  UploadedPicture(String name, int from) {
    this.name = name;
    this.from = from;
  }

  /** The file's name, which ties the outcome to the picture. */
  String name() {
    return name;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** Why the picture does not go to a worker. */
  Optional<Failure> failure() {
    return failure;
  }

  /** All bytes have come; a picture of none does not go to a worker. */
  void completeAt(int end) {
    to = end;
    if (from == end) {
      failure = Optional.of(new Failure.NoPicture("'" + name + "' is empty; send a picture."));
    }
  }

  /** The picture may go to a worker, with this permit. */
  void admit(Permit granted) {
    permit = Optional.of(granted);
  }

  /** The picture does not go to a worker. */
  void refuse(Failure why) {
    failure = Optional.of(why);
  }

  /** Hands the permit over to the job, which has to release it from now on. */
  Permit takePermit() {
    Permit taken = permit.orElseThrow();
    permit = Optional.empty();
    return taken;
  }

  /** Releases the permit unless a job has it. Idempotent. */
  void releasePermit() {
    permit.ifPresent(Permit::release);
    permit = Optional.empty();
  }
}
