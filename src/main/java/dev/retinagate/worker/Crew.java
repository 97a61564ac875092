package dev.retinagate.worker;

import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The workers that have announced themselves: in which lane each is, which of them compute on all
 * cores, and which want to rest. Owned by the dispatcher's thread.
 *
 * <p>A worker that is new may take the place of another. The other gets no more jobs from then on;
 * the job that it may have ends as usual.
 */
final class Crew {

  private final WaitingLine fast;
  private final WaitingLine slow;

  /** By worker, its lane; a worker that was replaced stays until its work has ended. */
  private final Map<Integer, WaitingLine> lanes = new HashMap<>();

  private final Set<Integer> dividing = new LinkedHashSet<>();

  /** Workers whose places others have: a few numbers for each reload. */
  private final Set<Integer> replaced = new HashSet<>();

  /** Workers that are busy and want to rest. */
  private final Map<Integer, Message<Integer>> wantRest = new HashMap<>();

  Crew(WaitingLine fast, WaitingLine slow) {
    this.fast = fast;
    this.slow = slow;
  }

  /** The lane of a worker that has announced itself; null if its place is another's. */
  WaitingLine lane(int worker) {
    return lanes.get(worker);
  }

  /** Workers that compute on all cores. */
  Set<Integer> dividing() {
    return dividing;
  }

  /**
   * A worker is ready. One whose place another has taken is not: it may have rebuilt a detector
   * meanwhile, before it could be told to end.
   *
   * @return whether it had lost a detector before
   */
  boolean join(Announcement ready) {
    if (replaced.contains(ready.worker())) {
      return false;
    }
    WaitingLine lane = ready.lane() == Lane.FAST ? fast : slow;
    lanes.put(ready.worker(), lane);
    if (ready.lane() == Lane.DIVIDING) {
      dividing.add(ready.worker());
    }
    if (ready.replaced().isEmpty()) {
      return lane.roster().ready(ready.worker(), ready.models());
    }
    int old = ready.replaced().getAsInt();
    replaced.add(old);
    dividing.remove(old);
    lane.roster().replace(old, ready.worker(), ready.models());
    if (lane.roster().work(old) == null) {
      lanes.remove(old);
    }
    return false;
  }

  /** A worker asks for a time without jobs; it is answered once it has it. */
  void rest(Message<Integer> asked) {
    WaitingLine lane = lanes.get(asked.body());
    if (lane == null || lane.roster().tryRest(asked.body())) {
      asked.reply(asked.body(), LocalCodec.delivery());
    } else {
      wantRest.put(asked.body(), asked);
    }
  }

  /** A worker's job has ended, and its lane has been told. */
  void ended(int worker) {
    if (!lanes.get(worker).roster().has(worker)) {
      lanes.remove(worker);
    }
    Message<Integer> asked = wantRest.remove(worker);
    if (asked != null) {
      rest(asked);
    }
  }
}
