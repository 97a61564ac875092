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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands jobs to idle workers: first in, first out within a model, and in fair turns among models
 * ({@link FairTurns}).
 *
 * <p>There are two lanes. Every job begins in the fast one, whose workers refuse a picture that
 * takes much to decode before they decode it; such a job goes on in the slow lane. Otherwise a few
 * large pictures would keep all small ones waiting. A job in the slow lane holds no permit: a place
 * there is bounded by a number of its own.
 *
 * <p>All state belongs to this verticle's event loop; {@link #submit}, {@link #cancel} and {@link
 * #stats} may be called from any thread. A job goes to a worker only when the worker is idle: it
 * waits in the queue, where dropping it costs nothing, and never behind another job's work. Its
 * deadline is watched until its work has ended: the caller is answered when the deadline passes,
 * whatever the worker does. Its permit is released exactly once, when its work has ended or will
 * never begin.
 *
 * <p>The queue is bounded: every job in it holds a permit, and {@code admission} bounds permits, of
 * each model as well.
 */
public final class Dispatcher extends VerticleBase {

  static final String READY_ADDRESS = "retinagate.worker.ready";

  /** A worker asks here for a time without jobs, and is answered once it has it. */
  static final String REST_ADDRESS = "retinagate.worker.rest";

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /** As many pictures of 50 megapixels a worker takes about two seconds for. */
  private static final int MAX_SLOW_WAITING = 8;

  /** Of each model, where several share the places. */
  private static final int MIN_SLOW_WAITING = 2;

  /** About the time in which a worker copies the largest picture. A late answer waits for it. */
  private static final long READING_MILLIS = 5;

  private final Duration wedgedAfter;
  private final WorkObserver observer;
  private final LongSupplier nanoClock;
  private final int maxSlowWaiting;
  private final WaitingLine fast;
  private final WaitingLine slow;
  private final LoneJob lone;

  private final Crew crew;
  private final Map<DetectionJob, Waiting> unanswered = new HashMap<>();

  private volatile Context owner;
  private volatile WorkSnapshot snapshot;

  /**
   * A dispatcher without workers yet.
   *
   * @param workers number of workers to come, for the fast lane
   * @param slowWorkers likewise for the slow lane
   * @param models number of models
   * @param loneFrom pictures that take a worker of the fast lane at least this long go to one that
   *     computes on all cores when they are alone; empty: none do
   * @param wedgedAfter a worker that has worked on one picture for longer is wedged
   * @param observer measures what happens to jobs
   * @param nanoClock monotonic nanoseconds; deadlines are in its time
   */
  public Dispatcher(
      int workers,
      int slowWorkers,
      int models,
      Optional<Duration> loneFrom,
      Duration wedgedAfter,
      WorkObserver observer,
      LongSupplier nanoClock) {
    this.maxSlowWaiting = Math.max(MIN_SLOW_WAITING, MAX_SLOW_WAITING / models);
    this.wedgedAfter = wedgedAfter;
    this.observer = observer;
    this.nanoClock = nanoClock;
    this.fast = new WaitingLine(workers, models);
    this.slow = new WaitingLine(slowWorkers, models);
    this.crew = new Crew(fast, slow);
    this.lone = new LoneJob(loneFrom);
    publish();
  }

  @Override
  public Future<?> start() {
    owner = context;
    LocalCodec.register(vertx.eventBus());
    return Future.join(
        vertx.eventBus().localConsumer(READY_ADDRESS, this::workerReady).completion(),
        vertx.eventBus().localConsumer(REST_ADDRESS, this::wantsRest).completion());
  }

  /**
   * The counts as of the last change, with the work times of this moment: workers of the fast lane,
   * jobs of both.
   */
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
          Waiting waiting = leaveQueue(job);
          if (waiting != null) {
            publish();
            drop(waiting, new Cancelled());
          }
        });
  }

  private void accept(DetectionJob job, Consumer<JobResult> handler) {
    long now = nanoClock.getAsLong();
    Waiting waiting = new Waiting(job, handler, now, startDeadlineTimer(job, now));
    if (!tryBeginAlone(waiting, now)) {
      fast.add(waiting, now);
      handOut(fast);
    }
  }

  private boolean tryBeginAlone(Waiting waiting, long now) {
    int model = waiting.job().model();
    boolean others = !fast.isEmpty() || !slow.isEmpty() || fast.isAnotherAskedLately(model, now);
    if (!lone.admits(others, now, fast.roster().serviceNanos(model))) {
      return false;
    }
    for (int worker : crew.dividing()) {
      if (slow.tryBegin(worker, model, now)) {
        lone.begin(waiting, now);
        publish();
        assign(waiting, worker, 0);
        return true;
      }
    }
    return false;
  }

  /** Null if the job does not wait. */
  private Waiting leaveQueue(DetectionJob job) {
    Waiting waiting = fast.remove(job);
    return waiting != null ? waiting : slow.remove(job);
  }

  private long startDeadlineTimer(DetectionJob job, long now) {
    // Rounded up, so that the deadline has passed when the timer fires.
    long millis = Duration.ofNanos(job.nanosLeft(now)).toMillis() + 1;
    return vertx.setTimer(millis, fired -> deadlinePassed(job));
  }

  private void deadlinePassed(DetectionJob job) {
    Waiting waiting = leaveQueue(job);
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

  private void handOut(WaitingLine lane) {
    long now = nanoClock.getAsLong();
    int withheld = lane == fast && lone.isWorkedOn() ? 1 : 0;
    for (OptionalInt model = lane.next(now, withheld);
        model.isPresent();
        model = lane.next(now, withheld)) {
      Waiting first = lane.takeFirst(model.getAsInt());
      if (first.job().isCancelled()) {
        drop(first, new Cancelled());
      } else if (first.job().isLate(now)) {
        drop(first, new Late());
      } else {
        assign(first, lane.begin(model.getAsInt(), now), now - first.sinceNanos());
      }
    }
    publish();
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
    WaitingLine lane = crew.lane(worker);
    boolean alone = lone.end(waiting);
    int model = waiting.job().model();
    JobResult result;
    if (reply.succeeded()) {
      WorkReport report = reply.result().body();
      result = report.result();
      lane.ended(worker, report.serviceNanos());
      if (report.fit()) {
        lane.roster().ended(worker);
      } else {
        lane.roster().lost(worker, model);
      }
      if (result instanceof Done && !alone) {
        lane.roster().measured(model, report.serviceNanos());
      }
    } else {
      // The worker was undeployed while it had the job.
      LOG.error("worker {} did not answer", worker, reply.cause());
      lane.roster().gone(worker);
      result = new EngineFailed();
    }
    crew.ended(worker);
    if (result instanceof JobResult.Heavy) {
      goOnSlowly(waiting);
    } else {
      end(waiting, result);
    }
    handOut(lane);
    if (alone) {
      handOut(fast);
    }
  }

  /** The job leaves the fast lane, and its permit is free for a picture that takes less. */
  private void goOnSlowly(Waiting waiting) {
    waiting.job().permit().release();
    boolean isAnswered = unanswered.remove(waiting.job()) == null;
    boolean isCancelled = waiting.job().isCancelled();
    if (isAnswered || isCancelled || slow.sizes().get(waiting.job().model()) >= maxSlowWaiting) {
      publish();
      vertx.cancelTimer(waiting.deadlineTimer());
      if (!isAnswered) {
        answer(waiting, isCancelled ? new Cancelled() : new JobResult.Full());
      }
      return;
    }
    waiting.job().allowReading();
    slow.add(waiting, nanoClock.getAsLong());
    handOut(slow);
  }

  private void end(Waiting waiting, JobResult result) {
    // Before the answer, so that a client that is answered sees a free worker.
    publish();
    vertx.cancelTimer(waiting.deadlineTimer());
    waiting.job().permit().release();
    if (unanswered.remove(waiting.job()) != null) {
      boolean late = result instanceof Done && waiting.job().isLate(nanoClock.getAsLong());
      answer(waiting, late ? new Late() : result);
    }
  }

  private void drop(Waiting waiting, JobResult result) {
    vertx.cancelTimer(waiting.deadlineTimer());
    waiting.job().permit().release();
    answer(waiting, result);
  }

  private void answer(Waiting waiting, JobResult result) {
    observer.answered(waiting.job().model(), result);
    waiting.handler().accept(result);
  }

  private void workerReady(Message<Announcement> message) {
    Announcement ready = message.body();
    if (crew.join(ready)) {
      observer.detectorRebuilt();
    }
    WaitingLine lane = crew.lane(ready.worker());
    if (lane != null) {
      handOut(lane);
    }
    message.reply(ready.worker(), LocalCodec.delivery());
  }

  private void wantsRest(Message<Integer> message) {
    crew.rest(message);
    publish();
  }

  private void publish() {
    List<Integer> queued = new ArrayList<>(fast.sizes());
    List<Integer> slowly = slow.sizes();
    for (int model = 0; model < queued.size(); model++) {
      queued.set(model, queued.get(model) + slowly.get(model));
    }
    WorkSnapshot now = fast.roster().snapshot(queued);
    snapshot = lone.isWorkedOn() ? now.withAnotherBusy(lone.sinceNanos()) : now;
  }
}
