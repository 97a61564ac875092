package dev.retinagate.node;

import dev.retinagate.admission.Admission;
import dev.retinagate.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until a node that admits nothing more has finished what it has admitted. */
final class Drain {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  private static final long POLL_MILLIS = 20;

  private final Vertx vertx;
  private final Admission admission;
  private final Config.Drain bounds;

  Drain(Vertx vertx, Admission admission, Config.Drain bounds) {
    this.vertx = vertx;
    this.admission = admission;
    this.bounds = bounds;
  }

  /**
   * Waits for a probe period, in which balancers learn that the node is not ready, and then for the
   * admitted work.
   *
   * @return completes when nothing is left, or when the work has had its time; never fails
   */
  Future<Void> await() {
    LOG.info("draining: not ready for {} s", seconds(bounds.probePeriod()));
    return vertx
        .timer(Math.max(1, bounds.probePeriod().toMillis()), TimeUnit.MILLISECONDS)
        .compose(probed -> awaitIdle());
  }

  private Future<Void> awaitIdle() {
    Promise<Void> idle = Promise.promise();
    long giveUpNanos = System.nanoTime() + bounds.timeout().toNanos();
    vertx.setPeriodic(
        POLL_MILLIS,
        timer -> {
          Admission.Stats left = admission.stats();
          boolean late = System.nanoTime() - giveUpNanos >= 0;
          if (left.isIdle() || late) {
            vertx.cancelTimer(timer);
            if (!left.isIdle()) {
              LOG.warn(
                  "drain timeout: gave up {} pictures, {} uploads and {} bytes of uploads and answers",
                  left.inFlight(),
                  left.uploading(),
                  left.bytesReserved());
            }
            idle.complete();
          }
        });
    return idle.future();
  }

  /** As 2 or 0.25. */
  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
  }
}
