package dev.retinagate.node;

import dev.retinagate.keys.KeyFileException;
import dev.retinagate.keys.KeyRing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the key file at the start and, off the event loops, again and again. */
final class KeyWatch {

  private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);

  /** A removed key is refused so much later at most; reading some keys takes less than 1 ms. */
  private static final Duration PERIOD = Duration.ofMillis(500);

  private KeyWatch() {}

  /**
   * Loads the keys, and keeps them as the file has them.
   *
   * @return completes once the keys are loaded; fails if the file has a fault
   */
  static Future<Void> start(Vertx vertx, KeyRing ring) {
    return vertx
        .executeBlocking(ring::reload)
        .recover(fault -> Future.failedFuture("keys.file: " + fault.getMessage()))
        .onSuccess(
            loaded -> {
              LOG.info("API keys: {}", ring.size());
              later(vertx, ring);
            })
        .mapEmpty();
  }

  /** One reading after the other: a slow disk holds none up twice. */
  private static void later(Vertx vertx, KeyRing ring) {
    vertx.setTimer(
        PERIOD.toMillis(),
        due ->
            vertx.executeBlocking(() -> reload(ring), false).onSuccess(done -> later(vertx, ring)));
  }

  private static boolean reload(KeyRing ring) {
    try {
      boolean changed = ring.reload();
      if (changed) {
        LOG.info("the API keys have changed: {} now", ring.size());
      }
      return changed;
    } catch (KeyFileException e) {
      LOG.warn("the keys stay as they were: {}", e.getMessage());
      return false;
    } catch (RuntimeException e) {
      // A defect must not end the watch: a key that is removed later would stay in use.
      LOG.error("the key file cannot be looked at", e);
      return false;
    }
  }
}
