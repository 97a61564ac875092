package dev.retinagate.client.upload;

import dev.retinagate.client.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pictures of cameras, again and again, without an end. Each camera is asked on its own, so that a
 * slow one delays no other; and only while a picture is wanted, so that each picture is of now. A
 * camera holds one picture at most. A fault is told when it begins, and not again until it changes.
 */
public final class CameraInputs implements InputSource {

  private final Timers timers;
  private final Consumer<String> notices;
  private final Rhythm rhythm;
  private final List<Seat> seats = new ArrayList<>();
  private final Deque<Input> ready = new ArrayDeque<>();
  private Promise<Optional<Input>> demand;
  private boolean stopped;
  private long wakeUpAt;
  private boolean wakeUpIsSet;

  /** A camera and when it is asked next. */
  private static final class Seat {
    private final Camera camera;
    private long due;
    private boolean busy;
    private String fault;

    Seat(Camera camera, long due) {
      this.camera = camera;
      this.due = due;
    }
  }

  /**
   * A source that asks once it is asked.
   *
   * @param every from one picture of a camera to its next
   * @param notices takes sentences for a person
   */
  public CameraInputs(
      List<Camera> cameras, Duration every, Timers timers, Consumer<String> notices) {
    this.timers = timers;
    this.notices = notices;
    rhythm = new Rhythm(every);
    cameras.forEach(camera -> seats.add(new Seat(camera, timers.nanos())));
  }

  @Override
  public Future<Optional<Input>> next() {
    demand = Promise.promise();
    Future<Optional<Input>> next = demand.future();
    serve();
    return next;
  }

  @Override
  public void stop() {
    stopped = true;
    serve();
  }

  @Override
  public void answered(boolean refused) {
    boolean slowedBefore = rhythm.isSlowed();
    rhythm.answered(refused);
    if (rhythm.isSlowed() && !slowedBefore) {
      notices.accept("The node is full: the cameras are asked more seldom.");
    } else if (!rhythm.isSlowed() && slowedBefore) {
      notices.accept("The node keeps up: the cameras are asked as often as wanted.");
    }
  }

  private void serve() {
    if (demand == null) {
      return;
    }
    if (stopped) {
      satisfy(Optional.empty());
    } else if (!ready.isEmpty()) {
      satisfy(Optional.of(ready.poll()));
    } else {
      ask();
    }
  }

  private void satisfy(Optional<Input> next) {
    Promise<Optional<Input>> waiting = demand;
    demand = null;
    waiting.complete(next);
  }

  private void ask() {
    long now = timers.nanos();
    long soonest = Long.MAX_VALUE;
    for (Seat seat : seats) {
      if (!seat.busy && seat.due - now <= 0) {
        seat.busy = true;
        seat.camera.fetch().onSuccess(input -> arrived(seat, input));
      } else if (!seat.busy) {
        soonest = Math.min(soonest, seat.due - now);
      }
    }
    if (soonest != Long.MAX_VALUE) {
      wakeUp(now + soonest, soonest);
    }
  }

  /** One timer for the next camera; one that was set for a later time stays and does no harm. */
  private void wakeUp(long at, long inNanos) {
    if (wakeUpIsSet && wakeUpAt - at <= 0) {
      return;
    }
    wakeUpIsSet = true;
    wakeUpAt = at;
    timers.after(
        Duration.ofNanos(inNanos),
        () -> {
          if (wakeUpAt == at) {
            wakeUpIsSet = false;
            serve();
          }
        });
  }

  private void arrived(Seat seat, Input input) {
    long now = timers.nanos();
    seat.busy = false;
    long next = seat.due + rhythm.interval().toNanos();
    // A camera that answers late, or waited for room, is not asked twice for what it missed.
    seat.due = next - now < 0 ? now : next;
    String fault = input.fault() == null ? null : input.fault().detail();
    boolean known = fault != null && fault.equals(seat.fault);
    if (fault == null && seat.fault != null) {
      notices.accept(seat.camera.name() + " gives pictures again.");
    }
    seat.fault = fault;
    if (!known && !stopped) {
      ready.add(input);
    }
    serve();
  }
}
