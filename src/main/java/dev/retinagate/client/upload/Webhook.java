package dev.retinagate.client.upload;

import dev.retinagate.client.FailureText;
import dev.retinagate.client.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Posts alerts, one at a time in their order, each until the receiver has taken it. A post whose
 * answer was lost is made again with the same id, by which the receiver knows it: once each as a
 * rule, and never less. When {@link #CAPACITY} alerts wait, the run waits with them. Owned by the
 * client's thread.
 */
public final class Webhook {

  /** Alerts that may wait for the receiver; an alert has some kilobytes. */
  static final int CAPACITY = 1000;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(60);
  private static final double JITTER = 0.5;
  private static final int MAX_DOUBLINGS = 6;

  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_EARLY = 425;
  private static final int TOO_MANY_REQUESTS = 429;

  /** Sends a body with an id once; gives the status of the answer. */
  @FunctionalInterface
  public interface Receiver {
    /** Fails if there is no answer. */
    Future<Integer> post(String id, String body);
  }

  private record Alert(String id, String body) {}

  private final Receiver receiver;
  private final AlertFilter filter;
  private final Timers timers;
  private final RandomGenerator random;
  private final Consumer<String> notices;
  private final Deque<Alert> waiting = new ArrayDeque<>();
  private final Promise<Long> finished = Promise.promise();
  private Promise<Void> room;
  private boolean posting;
  private boolean finishing;
  private int failures;
  private long refused;

  /**
   * A webhook.
   *
   * @param notices takes sentences for a person
   */
  public Webhook(
      Receiver receiver,
      AlertFilter filter,
      Timers timers,
      RandomGenerator random,
      Consumer<String> notices) {
    this.receiver = receiver;
    this.filter = filter;
    this.timers = timers;
    this.random = random;
    this.notices = notices;
  }

  /** Takes each outcome of a run in order; complete once there is room for the next. */
  public Future<Void> take(Outcome outcome) {
    if (!filter.wants(outcome, timers.nanos())) {
      return Future.succeededFuture();
    }
    waiting.add(
        new Alert(
            outcome.answer().json().getString("requestId", outcome.input().name()),
            outcome.answerToJson().encode()));
    post();
    if (waiting.size() < CAPACITY) {
      return Future.succeededFuture();
    }
    room = Promise.promise();
    return room.future();
  }

  /**
   * Waits for the receiver to take what is left, called once behind the last outcome.
   *
   * @param patience for all of them
   * @return how many it has not taken
   */
  public Future<Long> finish(Duration patience) {
    finishing = true;
    timers.after(patience, () -> finished.tryComplete(refused + waiting.size()));
    completeIfDone();
    return finished.future();
  }

  private void post() {
    Alert alert = waiting.peek();
    if (posting || alert == null) {
      return;
    }
    posting = true;
    receiver
        .post(alert.id(), alert.body())
        .onComplete(status -> answered(status), failure -> retry(FailureText.of(failure)));
  }

  private void answered(int status) {
    if (status / 100 == 2) {
      if (failures > 0) {
        notices.accept("The webhook takes alerts again.");
      }
      next();
    } else if (isFinal(status)) {
      refused++;
      notices.accept(
          "The webhook refused an alert with status " + status + "; it is not posted again.");
      next();
    } else {
      retry("it answers with status " + status);
    }
  }

  private static boolean isFinal(int status) {
    return status < 500
        && status != REQUEST_TIMEOUT
        && status != TOO_EARLY
        && status != TOO_MANY_REQUESTS;
  }

  private void next() {
    failures = 0;
    posting = false;
    waiting.poll();
    Promise<Void> unblocked = room;
    room = null;
    if (unblocked != null) {
      unblocked.complete();
    }
    completeIfDone();
    // Not at once: a receiver that answers at once would be called ever deeper.
    timers.after(Duration.ZERO, this::post);
  }

  private void retry(String reason) {
    if (failures == 0) {
      notices.accept(
          "The webhook cannot be reached: " + reason + ". Alerts wait and are posted later.");
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    failures++;
    Duration bounded = pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
    timers.after(
        Duration.ofNanos(Math.round(bounded.toNanos() * (1 + JITTER * random.nextDouble()))),
        () -> {
          posting = false;
          post();
        });
  }

  private void completeIfDone() {
    if (finishing && waiting.isEmpty()) {
      finished.tryComplete(refused);
    }
  }
}
