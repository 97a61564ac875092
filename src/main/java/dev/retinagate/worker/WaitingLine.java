package dev.retinagate.worker;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Workers of one kind, and the jobs that wait for them. Owned by the dispatcher's thread. */
final class WaitingLine {

  private final Roster roster;
  private final Map<DetectionJob, Waiting> queue = new LinkedHashMap<>();

  WaitingLine(Roster roster) {
    this.roster = roster;
  }

  Roster roster() {
    return roster;
  }

  void add(Waiting waiting) {
    queue.put(waiting.job(), waiting);
  }

  /** Takes a job out of the queue; null if it does not wait here. */
  Waiting remove(DetectionJob job) {
    return queue.remove(job);
  }

  /** Jobs that wait. */
  int size() {
    return queue.size();
  }

  /**
   * Whether a job waits and a worker is idle.
   *
   * @param places as many workers may be busy
   */
  boolean canHandOut(int places) {
    return !queue.isEmpty() && roster.hasIdle() && roster.busy() < places;
  }

  /** Whether no job waits and none is worked on. */
  boolean isEmpty() {
    return queue.isEmpty() && roster.busy() == 0;
  }

  /** The job that has waited longest; there has to be one. */
  Waiting takeFirst() {
    Iterator<Waiting> front = queue.values().iterator();
    Waiting first = front.next();
    front.remove();
    return first;
  }
}
