package dev.retinagate.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Pictures that wait to be sent, and are sent again until they are answered. The oldest leaves
 * first, since the others' answers are delivered behind its own. Owned by the client's thread.
 */
final class SendQueue {

  /** A wait is lengthened by up to this share, so that refused clients do not come back at once. */
  private static final double JITTER = 0.5;

  /** Where a node refuses a picture as full and does not say for how long. */
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);

  private final ClientOptions options;
  private final Transport transport;
  private final Timers timers;
  private final RandomGenerator random;
  private final Pace pace;
  private final PriorityQueue<Job> ready =
      new PriorityQueue<>(Comparator.comparingLong(job -> job.number));
  private final Set<Job> open = new LinkedHashSet<>();
  private long accepted;
  private boolean wakeUpIsSet;

  /** A picture until it is answered. */
  private static final class Job {
    private final long number;
    private final Buffer picture;
    private final Promise<Answer> promise = Promise.promise();
    private int refusals;

    Job(long number, Buffer picture) {
      this.number = number;
      this.picture = picture;
    }
  }

  SendQueue(ClientOptions options, Transport transport, Timers timers, RandomGenerator random) {
    this.options = options;
    this.transport = transport;
    this.timers = timers;
    this.random = random;
    pace = new Pace(options.window());
  }

  /** Pictures that are not answered yet. */
  int open() {
    return open.size();
  }

  /** Sends a picture; fails with {@link NodeAwayException} if no node answers for too long. */
  Future<Answer> send(Buffer picture) {
    Job job = new Job(accepted++, picture);
    open.add(job);
    ready.add(job);
    pump();
    return job.promise.future();
  }

  /** Fails what is not answered yet. */
  void close() {
    failAll(new IllegalStateException("the client was closed"));
  }

  private void pump() {
    while (!ready.isEmpty() && pace.maySend(timers.nanos())) {
      Job job = ready.poll();
      long sentAt = timers.nanos();
      pace.sent();
      transport
          .send(job.picture)
          .onComplete(
              reply -> replied(job, sentAt, reply), failure -> broken(job, sentAt, failure));
    }
    Duration pause = pace.pause(timers.nanos());
    if (!ready.isEmpty() && !pause.isZero() && !wakeUpIsSet) {
      wakeUpIsSet = true;
      timers.after(
          pause,
          () -> {
            wakeUpIsSet = false;
            pump();
          });
    }
  }

  private void replied(Job job, long sentAt, Reply reply) {
    Verdict verdict = Verdict.on(reply, timers.instant());
    switch (verdict.kind()) {
      case ANSWERED -> {
        pace.answered();
        answer(job, reply);
      }
      case FULL -> {
        pace.refused(sentAt, timers.nanos());
        refused(job, reply, verdict.retryAfter());
      }
      case AWAY ->
          away(job, sentAt, verdict.retryAfter(), "it answers with status " + reply.status());
    }
    pump();
  }

  private void broken(Job job, long sentAt, Throwable failure) {
    away(job, sentAt, Duration.ZERO, FailureText.of(failure));
    pump();
  }

  private void refused(Job job, Reply reply, Duration asked) {
    job.refusals++;
    if (job.refusals >= options.maxTries()) {
      answer(job, reply);
      return;
    }
    Duration wait = asked.isZero() ? DEFAULT_WAIT : asked;
    timers.after(
        stretched(wait),
        () -> {
          if (open.contains(job)) {
            ready.add(job);
            pump();
          }
        });
  }

  private void away(Job job, long sentAt, Duration wait, String reason) {
    long now = timers.nanos();
    pace.away(sentAt, now, stretched(wait), stretch());
    if (!open.contains(job)) {
      return;
    }
    ready.add(job);
    Duration away = pace.awayFor(now).orElseThrow();
    if (away.compareTo(options.giveUpAfter()) >= 0) {
      pace.reset();
      failAll(
          new NodeAwayException(
              "%s has not answered for %d s: %s"
                  .formatted(options.url(), away.toSeconds(), reason)));
    }
  }

  private void answer(Job job, Reply reply) {
    if (open.remove(job)) {
      JsonObject json = reply.json() == null ? notOurs(reply.status()) : reply.json();
      job.promise.complete(new Answer(reply.status(), json, job.refusals));
    }
  }

  /** A page of a proxy or of some other server. */
  private static JsonObject notOurs(int status) {
    return new JsonObject()
        .put("type", "about:blank")
        .put("title", "Not the answer of a node")
        .put("status", status)
        .put("detail", "The answer is not a JSON object; see whether the address is a node's.");
  }

  private void failAll(Exception reason) {
    List<Job> failed = new ArrayList<>(open);
    open.clear();
    ready.clear();
    failed.forEach(job -> job.promise.fail(reason));
  }

  private Duration stretched(Duration wait) {
    return Duration.ofNanos(Math.round(wait.toNanos() * stretch()));
  }

  private double stretch() {
    return 1 + JITTER * random.nextDouble();
  }
}
