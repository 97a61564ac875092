package dev.retinagate.tls;

import dev.retinagate.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the two files again and again, and has the listeners use a new pair. A pair that cannot
 * be used leaves the old one in use. Compares bytes, not times: a file that is replaced by a link,
 * as in Kubernetes, or twice within a second, counts as changed.
 *
 * <p>Owned by one event loop, which never reads a file itself.
 */
public final class CertificateWatch {

  private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

  private final Config.PemFiles files;
  private final Vertx vertx;
  private final Function<Certificate, Future<?>> use;
  private final Observer observer;
  private Certificate current;

  /** What was wrong at the last look; empty if nothing was. */
  private Optional<Fault> lastFault = Optional.empty();

  private boolean looking;
  private volatile long timer;

  /** What is told of a new pair. Called on an event loop. */
  public interface Observer {

    /** A new pair is in use. */
    void reloaded(Instant expiry);

    /** The files have changed, and cannot be used. */
    void failed();
  }

  /**
   * What cannot be used.
   *
   * @param bytes of the files; empty if they cannot be read
   * @param reason for a person to read
   */
  private record Fault(Optional<PemBytes> bytes, String reason, boolean reported) {

    boolean isSame(Fault other) {
      return bytes.equals(other.bytes) && reason.equals(other.reason);
    }
  }

  /** A new pair, or why there is none; both empty if nothing has changed. */
  private record Look(Optional<Certificate> changed, Optional<Fault> fault) {}

  /**
   * A watch that has not begun.
   *
   * @param current the pair in use
   * @param use has the listeners use a pair for connections to come
   * @param observer is told of each change
   */
  public CertificateWatch(
      Config.PemFiles files,
      Vertx vertx,
      Certificate current,
      Function<Certificate, Future<?>> use,
      Observer observer) {
    this.files = files;
    this.vertx = vertx;
    this.current = current;
    this.use = use;
    this.observer = observer;
  }

  /** Looks once in each period until {@link #end}. To be called once. */
  public void begin(Duration period) {
    timer = vertx.setPeriodic(period.toMillis(), tick -> look());
  }

  /** Looks no more. To be called before Vert.x is closed, from any thread. */
  public void end() {
    vertx.cancelTimer(timer);
  }

  /** Looks now, unless a look is under way. To be called on one event loop. */
  private void look() {
    if (looking) {
      return;
    }
    looking = true;
    Certificate inUse = current;
    vertx
        .executeBlocking(() -> read(inUse))
        .compose(this::judge)
        .onFailure(defect -> LOG.error("the certificate cannot be looked at", defect))
        .onComplete(looked -> looking = false);
  }

  /** On a worker thread. */
  private Look read(Certificate inUse) {
    Optional<PemBytes> bytes = Optional.empty();
    try {
      bytes = Optional.of(PemBytes.read(files));
      return bytes.get().equals(inUse.bytes())
          ? new Look(Optional.empty(), Optional.empty())
          : new Look(Optional.of(Certificate.of(files, bytes.get(), vertx)), Optional.empty());
    } catch (PemException e) {
      return new Look(Optional.empty(), Optional.of(new Fault(bytes, e.getMessage(), false)));
    }
  }

  private Future<?> judge(Look look) {
    lastFault = look.fault().map(this::report);
    if (look.changed().isEmpty()) {
      return Future.succeededFuture();
    }
    Certificate next = look.changed().get();
    return use.apply(next)
        .onSuccess(
            used -> {
              current = next;
              LOG.info("the new certificate is in use; it expires on {}", next.expiry());
              next.warning(Instant.now()).ifPresent(LOG::warn);
              observer.reloaded(next.expiry());
            });
  }

  /**
   * Reports a fault once, when it is seen the second time: between the writing of the one file and
   * of the other, a good pair looks like a broken one.
   */
  private Fault report(Fault fault) {
    Optional<Fault> same = lastFault.filter(fault::isSame);
    if (same.isEmpty()) {
      return fault;
    }
    if (!same.get().reported()) {
      LOG.error("the old certificate stays in use: {}", fault.reason());
      observer.failed();
    }
    return new Fault(fault.bytes(), fault.reason(), true);
  }
}
