package dev.retinagate.http.problem;

import dev.retinagate.admission.RefusalBudget;
import dev.retinagate.http.connection.RetryLedger;
import dev.retinagate.http.problem.Failure.NotAdmitted;
import dev.retinagate.http.problem.Failure.NotAdmitted.Why;
import dev.retinagate.http.reply.ContentLength;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Set;

/**
 * Answers refusals within a budget of work. Who waits as it was told is answered at once; who comes
 * back on the same connection without waiting gets its next refusal later, once the budget allows
 * it, and until then its socket is not read. Owned by the listener's event loop.
 */
public final class RefusalPacer {

  /**
   * Reading a request, answering it and writing that down, on a core of 2.6 GHz: as {@code
   * loadtest/rejection.sh} measures it, the kernel's part included.
   */
  private static final long REFUSAL_NANOS = 45_000;

  /**
   * Taking a body from the kernel piece by piece and dropping it. Twice what the event loop itself
   * uses: what is copied also displaces what the workers had in the caches. {@code
   * loadtest/crowd.sh} tells what refusals cost in goodput.
   */
  private static final double NANOS_A_BODY_BYTE = 0.6;

  /** Another node may help with the other reasons; whoever asks for it has to know at once. */
  private static final Set<Why> PACED = Set.of(Why.FULL, Why.NO_BYTES, Why.TOO_LATE);

  /** Some slack for clocks and for the way. */
  private static final Duration SLACK = Duration.ofMillis(100);

  private final RefusalBudget budget;
  private final RetryLedger retries;

  public RefusalPacer(RefusalBudget budget, RetryLedger retries) {
    this.budget = budget;
    this.retries = retries;
  }

  /** How long to wait before the request is answered that it was not admitted. */
  Duration delay(HttpServerRequest request, NotAdmitted refusal) {
    if (!PACED.contains(refusal.why())) {
      return Duration.ZERO;
    }
    long now = System.nanoTime();
    boolean earlyRetry =
        retries.recordRefusal(
            request.connection(), now, FailureMapper.retryAfter(refusal).minus(SLACK));
    long unread = LingeringClose.isContinueExpected(request) ? 0 : unreadBytes(request);
    return budget.charge(REFUSAL_NANOS + Math.round(unread * NANOS_A_BODY_BYTE), earlyRetry, now);
  }

  private static long unreadBytes(HttpServerRequest request) {
    long length = ContentLength.of(request);
    return length == ContentLength.UNKNOWN ? 0 : Math.max(0, length - request.bytesRead());
  }
}
