package dev.retinagate.node;

import dev.retinagate.config.Config;
import dev.retinagate.telemetry.CertificateMeters;
import dev.retinagate.tls.Certificate;
import dev.retinagate.tls.CertificateWatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate of a node: read at its start, and again whenever its files change. */
final class NodeCertificate {

  private static final Logger LOG = LoggerFactory.getLogger(NodeCertificate.class);

  private final Config.PemFiles files;
  private final Vertx vertx;
  private final Certificate first;
  private volatile Optional<CertificateWatch> watch = Optional.empty();

  private NodeCertificate(Config.PemFiles files, Vertx vertx, Certificate first) {
    this.files = files;
    this.vertx = vertx;
    this.first = first;
  }

  /**
   * Reads the pair and loads what a handshake needs.
   *
   * @return empty if the node has no HTTPS; fails with a sentence for a person to read
   */
  static Future<Optional<NodeCertificate>> read(Config.Tls config, Vertx vertx) {
    if (config.pair().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    Config.PemFiles files = config.pair().get();
    return vertx.executeBlocking(
        () -> {
          Certificate certificate = Certificate.read(files, vertx);
          certificate.warning(Instant.now()).ifPresent(LOG::warn);
          certificate.rehearse();
          return Optional.of(new NodeCertificate(files, vertx, certificate));
        });
  }

  /** The pair that the node starts with. */
  KeyCertOptions options() {
    return first.options();
  }

  /**
   * Follows the files from now on.
   *
   * @param period between two looks
   * @param use has the listeners use a new pair
   */
  void follow(MeterRegistry registry, Duration period, Function<KeyCertOptions, Future<?>> use) {
    CertificateMeters meters = new CertificateMeters(registry, first.expiry());
    CertificateWatch begun =
        new CertificateWatch(
            files, vertx, first, certificate -> use.apply(certificate.options()), meters);
    begun.begin(period);
    watch = Optional.of(begun);
  }

  /** Follows the files no more. To be called before Vert.x is closed. */
  void close() {
    watch.ifPresent(CertificateWatch::end);
  }
}
