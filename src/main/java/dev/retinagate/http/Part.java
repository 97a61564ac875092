package dev.retinagate.http;

import dev.retinagate.admission.Permit;
import java.util.Optional;

/**
 * One picture of a request: the whole body, or a file part of a form. Owned by the request's event
 * loop.
 */
final class Part {

  private final String name;
  private final int from;
  private Optional<Permit> permit;
  private Optional<Failure> failure;
  private int to;
  private boolean complete;

  private Part(String name, int from, Optional<Permit> permit, Optional<Failure> failure) {
    this.name = name;
    this.from = from;
    this.permit = permit;
    this.failure = failure;
  }

  /** A picture that has a place, and begins at an offset of the request's buffer. */
  static Part admitted(String name, int from, Permit permit) {
    return new Part(name, from, Optional.of(permit), Optional.empty());
  }

  /** A picture that will not be looked at. */
  static Part refused(String name, Failure failure) {
    return new Part(name, 0, Optional.empty(), Optional.of(failure));
  }

  /** The file's name, to tell the results apart. */
  String name() {
    return name;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  Optional<Failure> failure() {
    return failure;
  }

  boolean isComplete() {
    return complete;
  }

  /** All of it has come. A place for nothing is given back. */
  void completeAt(int end) {
    to = end;
    complete = true;
    if (failure.isEmpty() && from == end) {
      failure = Optional.of(new Failure.NoPicture("'" + name + "' is empty; send a picture."));
      releasePermit();
    }
  }

  /** Hands the permit over; from now on somebody else has to release it. */
  Permit takePermit() {
    Permit taken = permit.orElseThrow();
    permit = Optional.empty();
    return taken;
  }

  void releasePermit() {
    permit.ifPresent(Permit::release);
    permit = Optional.empty();
  }
}
