package dev.retinagate.admission;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many answers of each client were worked on in vain: the client did not read them until the
 * node gave them up, or held so many others unread that there was no memory for them. Such a client
 * may ask again and again, and each time it takes a worker's time from all others. So it gets no
 * more work than it pays for with time: a debt of {@value #ALLOWANCE} answers is free, and after
 * that one more every four seconds.
 *
 * <p>A client in debt pays for its work when the work begins, and gets that back once the answer is
 * read. Otherwise, all requests that came before the first answer is given up would be free.
 *
 * <p>Safe to use from any thread.
 */
public final class UntakenAnswers {

  /** A few phones in a tunnel, behind one address, leave so many answers unread. */
  private static final int ALLOWANCE = 8;

  /** A client without debt may begin any amount of work: more would make the pause endless. */
  private static final int MAX_DEBT = 2 * ALLOWANCE;

  private static final long NANOS_PER_ANSWER = Duration.ofSeconds(4).toNanos();

  private final LongSupplier nanoClock;

  /** By client, the time at which its debt is paid. A client without debt has no entry. */
  private final Map<String, Long> paidNanos = new HashMap<>();

  /**
   * No client has a debt.
   *
   * @param nanoClock the time, monotonic
   */
  public UntakenAnswers(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * How long a client has to wait until the node works for it again.
   *
   * @return zero for a client with no debt, or with one that leaves room for one more answer
   */
  public synchronized Duration pause(String client) {
    long debtNanos = debtNanos(client);
    return debtNanos == 0
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, debtNanos - (ALLOWANCE - 1) * NANOS_PER_ANSWER));
  }

  /** Work on a request of the client begins. */
  public synchronized Work begin(String client) {
    boolean inDebt = debtNanos(client) > 0;
    if (inDebt) {
      add(client, NANOS_PER_ANSWER);
    }
    return new Work(client, inDebt);
  }

  private long debtNanos(String client) {
    Long paid = paidNanos.get(client);
    long debt = paid == null ? 0 : paid - nanoClock.getAsLong();
    return Math.max(0, debt);
  }

  private void add(String client, long nanos) {
    long now = nanoClock.getAsLong();
    long debt = Math.min(debtNanos(client) + nanos, MAX_DEBT * NANOS_PER_ANSWER);
    // The number of entries is bounded by the work of the last MAX_DEBT times four seconds.
    paidNanos.values().removeIf(paid -> paid - now <= 0);
    if (debt > 0) {
      paidNanos.put(client, now + debt);
    } else {
      paidNanos.remove(client);
    }
  }

  /** The work on one request, from its begin until its answer is read or given up. */
  public final class Work {

    private final String client;
    private final boolean charged;
    private boolean ended;

    private Work(String client, boolean charged) {
      this.client = client;
      this.charged = charged;
    }

    /** The answer was given up. Later calls change nothing. */
    public void endInVain() {
      end(charged ? 0 : NANOS_PER_ANSWER);
    }

    /** The answer was read, or the request has ended for another reason. Idempotent. */
    public void end() {
      end(charged ? -NANOS_PER_ANSWER : 0);
    }

    private void end(long debtNanos) {
      synchronized (UntakenAnswers.this) {
        if (!ended && debtNanos != 0) {
          add(client, debtNanos);
        }
        ended = true;
      }
    }
  }
}
