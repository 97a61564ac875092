package dev.retinagate.worker;

import dev.retinagate.worker.JobResult.Cancelled;
import dev.retinagate.worker.JobResult.Done;
import dev.retinagate.worker.JobResult.EngineFailed;
import dev.retinagate.worker.JobResult.Late;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands jobs to idle workers, first in, first out.
 *
 * <p>All state belongs to this verticle's event loop; {@link #submit}, {@link #cancel} and {@link
 * #stats} may be called from any thread. A job is handed over only when a worker is idle, so that
 * it waits here, where it can still be dropped for nothing, and never behind another one's work.
 * Its deadline is watched until its work has ended: the caller is answered when it passes, whatever
 * the worker does. Its permit is released exactly once, when its work has ended or will never
 * begin.
 *
 * <p>The line is bounded: every job in it holds a permit, and {@code admission} has only so many.
 */
public final class Dispatcher extends VerticleBase {

  static final String READY_ADDRESS = "retinagate.worker.ready";

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /** A worker copies the largest picture in about so long. */
  private static final long READING_MILLIS = 5;

  private final Duration wedgedAfter;
  private final WorkObserver observer;
  private final LongSupplier nanoClock;
  private final Roster roster;
  private final Map<DetectionJob, Waiting> line = new LinkedHashMap<>();
  private final Map<DetectionJob, Waiting> unanswered = new HashMap<>();

  private volatile Context owner;
  private volatile WorkSnapshot snapshot;

  /**
   * A dispatcher that nobody works for yet.
   *
   * @param workers how many workers there will be
   * @param wedgedAfter a worker that has worked on one picture for longer is not counted on any
   *     more
   * @param observer told what happens to jobs
   * @param nanoClock monotonic nanoseconds; deadlines are in its time
   */
  public Dispatcher(
      int workers, Duration wedgedAfter, WorkObserver observer, LongSupplier nanoClock) {
    this.wedgedAfter = wedgedAfter;
    this.observer = observer;
    this.nanoClock = nanoClock;
    this.roster = new Roster(workers);
    this.snapshot = roster.snapshot(0);
  }

  @Override
  public Future<?> start() {
    owner = context;
    LocalCodec.register(vertx.eventBus());
    return vertx.eventBus().<Integer>localConsumer(READY_ADDRESS, this::workerReady).completion();
  }

  /** What is going on, as of the last change, and for how long it has gone on by now. */
  public WorkStats stats() {
    return snapshot.at(nanoClock.getAsLong(), wedgedAfter);
  }

  /**
   * Takes a job over, and with it the duty to release its permit.
   *
   * @return completes on the caller's context when the work has ended or will never begin, or when
   *     the deadline has passed, and then no worker reads the picture any more; never fails
   */
  public Future<JobResult> submit(DetectionJob job) {
    Context caller = vertx.getOrCreateContext();
    Promise<JobResult> promise = Promise.promise();
    owner.runOnContext(
        now -> accept(job, result -> caller.runOnContext(then -> promise.complete(result))));
    return promise.future();
  }

  /**
   * The caller is no longer interested. A job that waits is dropped at once; one that is being
   * worked on holds its permit until the work has ended.
   */
  public void cancel(DetectionJob job) {
    job.markCancelled();
    owner.runOnContext(
        now -> {
          Waiting waiting = line.remove(job);
          if (waiting != null) {
            publish();
            drop(waiting, new Cancelled());
          }
        });
  }

  private void accept(DetectionJob job, ResultHandler handler) {
    long now = nanoClock.getAsLong();
    Waiting waiting = new Waiting(job, handler, now, startDeadlineTimer(job, now));
    line.put(job, waiting);
    handOut();
  }

  private long startDeadlineTimer(DetectionJob job, long now) {
    // Rounded up, so that the deadline has passed when the timer fires.
    long millis = Duration.ofNanos(job.nanosLeft(now)).toMillis() + 1;
    return vertx.setTimer(millis, fired -> deadlinePassed(job));
  }

  private void deadlinePassed(DetectionJob job) {
    Waiting waiting = line.remove(job);
    if (waiting != null) {
      publish();
      drop(waiting, new Late());
    } else if (unanswered.containsKey(job)) {
      if (job.tryEndUse()) {
        job.markCancelled();
        answer(unanswered.remove(job), new Late());
      } else {
        vertx.setTimer(READING_MILLIS, fired -> deadlinePassed(job));
      }
    }
  }

  private void handOut() {
    while (roster.hasIdle() && !line.isEmpty()) {
      Waiting first = takeFirst();
      long now = nanoClock.getAsLong();
      if (first.job().isCancelled()) {
        drop(first, new Cancelled());
      } else if (first.job().isLate(now)) {
        drop(first, new Late());
      } else {
        assign(first, roster.take(now), now - first.sinceNanos());
      }
    }
    publish();
  }

  private Waiting takeFirst() {
    Iterator<Waiting> front = line.values().iterator();
    Waiting first = front.next();
    front.remove();
    return first;
  }

  private void assign(Waiting waiting, int worker, long queuedNanos) {
    unanswered.put(waiting.job(), waiting);
    observer.started(queuedNanos);
    vertx
        .eventBus()
        .<WorkReport>request(
            DetectionWorker.address(worker),
            new Assignment(waiting.job(), queuedNanos),
            LocalCodec.delivery())
        .onComplete(reply -> workEnded(waiting, worker, reply));
  }

  private void workEnded(Waiting waiting, int worker, AsyncResult<Message<WorkReport>> reply) {
    JobResult result;
    if (reply.succeeded()) {
      WorkReport report = reply.result().body();
      result = report.result();
      if (report.fit()) {
        roster.ready(worker);
      } else {
        roster.lost(worker);
      }
      if (result instanceof Done) {
        roster.measured(report.serviceNanos());
      }
    } else {
      // The worker has been undeployed under the job.
      LOG.error("worker {} did not answer", worker, reply.cause());
      roster.lost(worker);
      result = new EngineFailed();
    }
    // First, so that whoever is answered sees that the work has ended.
    publish();
    vertx.cancelTimer(waiting.deadlineTimer());
    waiting.job().permit().release();
    if (unanswered.remove(waiting.job()) != null) {
      boolean late = result instanceof Done && waiting.job().isLate(nanoClock.getAsLong());
      answer(waiting, late ? new Late() : result);
    }
    handOut();
  }

  private void drop(Waiting waiting, JobResult result) {
    vertx.cancelTimer(waiting.deadlineTimer());
    waiting.job().permit().release();
    answer(waiting, result);
  }

  private void answer(Waiting waiting, JobResult result) {
    if (result instanceof Done done) {
      observer.done(done.detections().times());
    } else if (result instanceof JobResult.BadPicture) {
      observer.refusedPicture();
    } else if (result instanceof Late) {
      observer.late();
    } else if (result instanceof Cancelled) {
      observer.cancelled();
    } else if (result instanceof JobResult.NotDrawn) {
      observer.notDrawn();
    } else {
      observer.engineFailed();
    }
    waiting.handler().handle(result);
  }

  private void workerReady(Message<Integer> ready) {
    if (roster.ready(ready.body())) {
      observer.detectorRebuilt();
    }
    handOut();
    ready.reply(ready.body(), LocalCodec.delivery());
  }

  private void publish() {
    snapshot = roster.snapshot(line.size());
  }

  private record Waiting(
      DetectionJob job, ResultHandler handler, long sinceNanos, long deadlineTimer) {}

  private interface ResultHandler {
    void handle(JobResult result);
  }
}
