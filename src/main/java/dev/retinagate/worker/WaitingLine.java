package dev.retinagate.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Workers of one lane, and the jobs that wait for them: first in, first out within a model, and
 * {@link FairTurns} among models. Owned by the dispatcher's thread.
 *
 * <p>Long work leaves a worker to short work: a model whose pictures take {@value #LONG} times as
 * long as another's does not take the last worker that the other could use, if there are several
 * and the other was asked for lately. Work cannot be interrupted, so fair turns alone would let two
 * pictures of a large network hold both workers of a node for seconds, in which the queue of a
 * small network overflows. Of W workers the long work keeps W - 1, at least half.
 */
final class WaitingLine {

  private static final int LONG = 4;

  private final Roster roster;
  private final List<Map<DetectionJob, Waiting>> queues = new ArrayList<>();
  private final FairTurns turns;

  /** By model, when it was asked for last. */
  private final List<OptionalLong> askedNanos;

  WaitingLine(int workers, int models) {
    this.roster = new Roster(workers, models);
    this.turns = new FairTurns(models);
    this.askedNanos = new ArrayList<>(Collections.nCopies(models, OptionalLong.empty()));
    for (int model = 0; model < models; model++) {
      queues.add(new LinkedHashMap<>());
    }
  }

  Roster roster() {
    return roster;
  }

  void add(Waiting waiting, long nowNanos) {
    askedNanos.set(waiting.job().model(), OptionalLong.of(nowNanos));
    queues.get(waiting.job().model()).put(waiting.job(), waiting);
  }

  /** Takes a job out of the queue; null if it does not wait here. */
  Waiting remove(DetectionJob job) {
    return queues.get(job.model()).remove(job);
  }

  /** By model, jobs that wait. */
  List<Integer> sizes() {
    return queues.stream().map(Map::size).toList();
  }

  /** Whether no job waits and none is worked on. */
  boolean isEmpty() {
    return roster.busy() == 0 && queues.stream().allMatch(Map::isEmpty);
  }

  /** Whether another model was asked for within twice the time of the model's pictures. */
  boolean isAnotherAskedLately(int model, long nowNanos) {
    for (int other = 0; other < queues.size(); other++) {
      if (other != model && isAskedLately(other, nowNanos, roster.serviceNanos(model))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The model whose turn it is; empty if no job can begin.
   *
   * @param withheld as many workers get no job, since a picture elsewhere has their cores
   */
  OptionalInt next(long nowNanos, int withheld) {
    if (roster.busy() + withheld >= roster.workers() && withheld > 0) {
      return OptionalInt.empty();
    }
    return turns.next(
        model ->
            !queues.get(model).isEmpty()
                && roster.hasIdle(model)
                && !leavesLastWorker(model, nowNanos, withheld));
  }

  private boolean leavesLastWorker(int model, long nowNanos, int withheld) {
    long ownNanos = roster.serviceNanos(model);
    for (int other = 0; other < queues.size(); other++) {
      long shortNanos = roster.serviceNanos(other);
      if (other != model && shortNanos > 0 && ownNanos >= LONG * shortNanos) {
        int workers = roster.fit(other);
        int left = workers - withheld - roster.fitAndBusy(other, LONG * shortNanos);
        if (workers > 1 && left <= 1 && isAskedLately(other, nowNanos, ownNanos)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Within twice the time of the long work: a later request waits for it once, and no more. */
  private boolean isAskedLately(int model, long nowNanos, long ownNanos) {
    OptionalLong asked = askedNanos.get(model);
    return !queues.get(model).isEmpty()
        || (asked.isPresent() && nowNanos - asked.getAsLong() < 2 * ownNanos);
  }

  /** The job of the model that has waited longest; there has to be one. */
  Waiting takeFirst(int model) {
    Iterator<Waiting> front = queues.get(model).values().iterator();
    Waiting first = front.next();
    front.remove();
    return first;
  }

  /** Takes an idle worker for a picture of the model; there has to be one. */
  int begin(int model, long nowNanos) {
    turns.begin(model, roster.serviceNanos(model));
    return roster.takeAny(model, nowNanos);
  }

  /** Takes this worker for a picture of the model if it is idle. */
  boolean tryBegin(int worker, int model, long nowNanos) {
    if (!roster.isIdle(worker, model)) {
      return false;
    }
    turns.begin(model, roster.serviceNanos(model));
    roster.take(worker, model, nowNanos);
    return true;
  }

  /** The work of a worker has ended; {@link #roster} is told apart how the worker is. */
  void ended(int worker, long tookNanos) {
    Roster.Work work = roster.work(worker);
    if (work != null) {
      turns.end(work.model(), work.expectedNanos(), tookNanos);
    }
  }
}
