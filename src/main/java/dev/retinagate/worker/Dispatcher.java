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
 * #stats} may be called from any thread. A job goes to a worker only when the worker is idle: it
 * waits in the queue, where dropping it costs nothing, and never behind another job's work. Its
 * deadline is watched until its work has ended: the caller is answered when the deadline passes,
 * whatever the worker does. Its permit is released exactly once, when its work has ended or will
 * never begin.
 *
 * <p>The queue is bounded: every job in it holds a permit, and {@code admission} bounds permits.
 */
public final class Dispatcher extends VerticleBase {

  static final String READY_ADDRESS = "retinagate.worker.ready";

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /** About the time in which a worker copies the largest picture. A late answer waits for it. */
  private static final long READING_MILLIS = 5;

  private final Duration wedgedAfter;
  private final WorkObserver observer;
  private final LongSupplier nanoClock;
  private final Roster roster;
  private final Map<DetectionJob, Waiting> queue = new LinkedHashMap<>();
  private final Map<DetectionJob, Waiting> unanswered = new HashMap<>();

  private volatile Context owner;
  private volatile WorkSnapshot snapshot;

  /**
   * A dispatcher without workers yet.
   *
   * @param workers number of workers to come
   * @param wedgedAfter a worker that has worked on one picture for longer is wedged
   * @param observer measures what happens to jobs
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

  /** The counts as of the last change, with the work times of this moment. */
  public WorkStats stats() {
    return snapshot.at(nanoClock.getAsLong(), wedgedAfter);
  }

  /**
   * Queues a job. The dispatcher releases its permit.
   *
   * @return completes on the caller's context when the work has ended, will never begin, or its
   *     deadline has passed. From then on no worker reads the picture. Never fails
   */
  public Future<JobResult> submit(DetectionJob job) {
    Context caller = vertx.getOrCreateContext();
    Promise<JobResult> promise = Promise.promise();
    owner.runOnContext(
        now -> accept(job, result -> caller.runOnContext(then -> promise.complete(result))));
    return promise.future();
  }

  /**
   * Cancels a job whose client has left. A queued job is dropped at once; a job in work holds its
   * permit until the work has ended.
   */
  public void cancel(DetectionJob job) {
    job.markCancelled();
    owner.runOnContext(
        now -> {
          Waiting waiting = queue.remove(job);
          if (waiting != null) {
            publish();
            drop(waiting, new Cancelled());
          }
        });
  }

  private void accept(DetectionJob job, ResultHandler handler) {
    long now = nanoClock.getAsLong();
    Waiting waiting = new Waiting(job, handler, now, startDeadlineTimer(job, now));
    queue.put(job, waiting);
    handOut();
  }

  private long startDeadlineTimer(DetectionJob job, long now) {
    // Rounded up, so that the deadline has passed when the timer fires.
    long millis = Duration.ofNanos(job.nanosLeft(now)).toMillis() + 1;
    return vertx.setTimer(millis, fired -> deadlinePassed(job));
  }

  private void deadlinePassed(DetectionJob job) {
    Waiting waiting = queue.remove(job);
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
    while (roster.hasIdle() && !queue.isEmpty()) {
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
    Iterator<Waiting> front = queue.values().iterator();
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
      // The worker was undeployed while it had the job.
      LOG.error("worker {} did not answer", worker, reply.cause());
      roster.lost(worker);
      result = new EngineFailed();
    }
    // Before the answer, so that a client that is answered sees a free worker.
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
    snapshot = roster.snapshot(queue.size());
  }

  private record Waiting(
      DetectionJob job, ResultHandler handler, long sinceNanos, long deadlineTimer) {}

  private interface ResultHandler {
    void handle(JobResult result);
  }
}
