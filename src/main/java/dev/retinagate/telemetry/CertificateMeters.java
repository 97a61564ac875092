package dev.retinagate.telemetry;

import dev.retinagate.tls.CertificateWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of the certificate; a node without HTTPS has none. Safe to use from any thread. */
public final class CertificateMeters implements CertificateWatch.Observer {

  private static final String RELOADS = "retinagate.tls.reloads";

  private final AtomicLong expirySeconds = new AtomicLong();
  private final Counter done;
  private final Counter failed;

  /**
   * Registers the meters.
   *
   * @param expiry of the certificate that the node has started with
   */
  public CertificateMeters(MeterRegistry registry, Instant expiry) {
    expirySeconds.set(expiry.getEpochSecond());
    TimeGauge.builder(
            "retinagate.tls.certificate.expiry",
            expirySeconds,
            TimeUnit.SECONDS,
            AtomicLong::doubleValue)
        .description("When the certificate in use expires, in seconds since 1970")
        .strongReference(true)
        .register(registry);
    done = reloads(registry, "done");
    failed = reloads(registry, "failed");
  }

  private static Counter reloads(MeterRegistry registry, String outcome) {
    return Counter.builder(RELOADS)
        .description("Changes of the certificate's files by outcome; failed: the old pair stays")
        .tag("outcome", outcome)
        .register(registry);
  }

  @Override
  public void reloaded(Instant expiry) {
    expirySeconds.set(expiry.getEpochSecond());
    done.increment();
  }

  @Override
  public void failed() {
    failed.increment();
  }
}
