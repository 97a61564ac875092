package dev.retinagate.http.intake;

import dev.retinagate.admission.Permit;
import dev.retinagate.http.problem.Failure;
import java.util.Optional;

/**
 * One picture of a request: the whole body, or a file part of a form. Owned by the request's event
 * loop.
 */
public final class Part {

  private final String name;
  private final int from;
  private Optional<Permit> permit = Optional.empty();
  private Optional<Failure> failure = Optional.empty();
  private int to;
  private boolean complete;

  /** A picture that begins at an offset of the request's buffer. */
  Part(String name, int from) {
    this.name = name;
    this.from = from;
  }

  /** The file's name, to tell the results apart. */
  public String name() {
    return name;
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }

  public Optional<Failure> failure() {
    return failure;
  }

  boolean isComplete() {
    return complete;
  }

  /** All of it has come; if that is nothing, it will not be looked at. */
  void completeAt(int end) {
    to = end;
    complete = true;
    if (from == end) {
      failure = Optional.of(new Failure.NoPicture("'" + name + "' is empty; send a picture."));
    }
  }

  /** It has a place, or will not be looked at. */
  void settle(AdmissionControl.Place place) {
    permit = place.permit();
    failure = place.failure();
  }

  /** Hands the permit over; from now on somebody else has to release it. */
  public Permit takePermit() {
    Permit taken = permit.orElseThrow();
    permit = Optional.empty();
    return taken;
  }

  void releasePermit() {
    permit.ifPresent(Permit::release);
    permit = Optional.empty();
  }
}
