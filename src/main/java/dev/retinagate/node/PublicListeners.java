package dev.retinagate.node;

import dev.retinagate.http.HttpVerticle;
import dev.retinagate.http.connection.ConnectionGuard;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public ports of a node: an instance of {@link HttpVerticle} on each event loop for HTTP, all
 * on the same ports. Safe to use from any thread.
 */
final class PublicListeners {

  private static final Logger LOG = LoggerFactory.getLogger(PublicListeners.class);

  /** A request follows its connection within a round trip; a busy machine takes longer. */
  private static final Duration LAST_REQUESTS = Duration.ofMillis(250);

  private final ConnectionGuard guard;
  private final List<HttpVerticle> instances = new CopyOnWriteArrayList<>();

  /** Listeners that are not deployed yet; the guard bounds their connections. */
  PublicListeners(ConnectionGuard guard) {
    this.guard = guard;
  }

  /**
   * Opens the ports.
   *
   * @param eventLoops as many instances
   * @return completes when all accept; fails if a port cannot be opened
   */
  Future<String> deploy(
      Vertx vertx, HttpVerticle.Parts parts, Optional<KeyCertOptions> certificate, int eventLoops) {
    return vertx.deployVerticle(
        () -> {
          HttpVerticle instance = new HttpVerticle(parts, certificate);
          instances.add(instance);
          return instance;
        },
        new DeploymentOptions().setInstances(eventLoops));
  }

  /** The port in cleartext, empty if it is off; known once {@link #deploy} has completed. */
  OptionalInt http() {
    return instances.get(0).port();
  }

  /** The port for HTTPS, empty if it is off; known once {@link #deploy} has completed. */
  OptionalInt tls() {
    return instances.get(0).tlsPort();
  }

  /** The ports that are on; that in cleartext comes first. Empty until they are deployed. */
  IntStream ports() {
    return instances.isEmpty()
        ? IntStream.empty()
        : IntStream.concat(http().stream(), tls().stream());
  }

  /** Open connections. */
  int connections() {
    return ports().map(guard::open).sum();
  }

  /** Uses a certificate from the next connection on. All instances share one listener of Vert.x. */
  Future<?> use(KeyCertOptions certificate) {
    return instances.get(0).use(certificate);
  }

  /**
   * Takes no connection any more, and closes each one that is open once it is idle. A client that
   * has just connected has a moment to send its request: an idle connection may be one whose
   * request is on its way, and closing that would reset it.
   */
  Future<?> shutdown(Vertx vertx, Duration timeout) {
    LOG.info("draining: closing the public ports");
    ports().forEach(guard::turnAway);
    return vertx
        .timer(LAST_REQUESTS.toMillis(), TimeUnit.MILLISECONDS)
        .compose(served -> Future.join(ports().mapToObj(guard::stopAccepting).toList()))
        .compose(
            closed ->
                Future.join(
                    instances.stream().map(instance -> instance.shutdown(timeout)).toList()));
  }
}
