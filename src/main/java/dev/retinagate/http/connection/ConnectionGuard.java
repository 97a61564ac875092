package dev.retinagate.http.connection;

import dev.retinagate.config.Config;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ServerChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the cost of connections before their first request: the number of connections of each
 * port, and the time for the headers of the first request; and has their requests decoded strictly.
 * Vert.x reports a connection only when its first headers are complete, so the guard stands in the
 * transport, where connections are accepted.
 *
 * <p>Safe to use from any thread.
 */
public final class ConnectionGuard {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionGuard.class);
  private static final String LIMIT = "retinagate-connection-limit";

  /** A flood of refused connections logs one line a second, not one for each connection. */
  private static final Duration REFUSED_LOG_INTERVAL = Duration.ofSeconds(1);

  /** A missing handler is a defect of the build: every connection would log it, without end. */
  private static final Duration MISSING_LOG_INTERVAL = Duration.ofMinutes(1);

  private final int max;
  private final Predicate<String> trustedProxy;
  private final Runnable onRefused;
  private final ConnectionPipeline.Guards guards;
  private final List<ConnectionLimit> limits = new CopyOnWriteArrayList<>();
  private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
  private final RateLimitedLog refusedLog;

  /**
   * A guard without connections.
   *
   * @param config most connections of a port, the time for the headers of a connection's first
   *     request, and the longest headers
   * @param onRefused called for each connection beyond the bound, on an event loop
   * @param onUntrusted called for each connection that is closed because the PROXY protocol is on,
   *     and a trusted proxy's header is missing; on an event loop
   * @param costs adds up what refused requests cost
   */
  public ConnectionGuard(
      Config config, Runnable onRefused, Runnable onUntrusted, RefusalCosts costs) {
    this.max = config.connections().max();
    this.trustedProxy =
        address ->
            config.http().trustedProxies().stream().anyMatch(range -> range.contains(address));
    this.onRefused = onRefused;
    this.refusedLog =
        new RateLimitedLog(
            REFUSED_LOG_INTERVAL,
            number ->
                LOG.warn(
                    "connections closed at accept: {}, since the port has {} at most, and each"
                        + " address its share of them",
                    number,
                    max));
    RateLimitedLog missingLog =
        new RateLimitedLog(
            MISSING_LOG_INTERVAL,
            number ->
                LOG.error(
                    "connections closed: {}, since their Vert.x handlers are not the expected ones",
                    number));
    RateLimitedLog untrustedLog =
        new RateLimitedLog(
            REFUSED_LOG_INTERVAL,
            number ->
                LOG.warn(
                    "connections closed: {}, without a header of the PROXY protocol from an address of http.trusted-proxies",
                    number));
    this.guards =
        new ConnectionPipeline.Guards(
            ListenerOptions.bounds(config),
            config.connections().headerTimeout(),
            connection -> missingLog.event(connection.executor()),
            new ConnectionPipeline.Proxies(
                trustedProxy,
                connection -> {
                  onUntrusted.run();
                  untrustedLog.event(connection.executor());
                }),
            costs);
  }

  /** Open connections of a port. */
  public int open(int port) {
    return limits.stream()
        .filter(limit -> limit.port() == port)
        .mapToInt(ConnectionLimit::open)
        .sum();
  }

  /**
   * A transport with this guard at every listener: native epoll, or NIO where there is no epoll.
   */
  public Transport transport() {
    Transport epoll = ListenerTransport.epoll(this::watch);
    return epoll.available() ? epoll : nio();
  }

  /** Java's own transport with this guard at every listener. */
  public Transport nio() {
    return ListenerTransport.nio(this::watch);
  }

  /**
   * Has no further connection established at a port, where the transport allows it; those that are
   * established are still accepted. Some time later, {@link #stopAccepting(int)} resets none.
   */
  public void turnAway(int port) {
    listeners.stream()
        .filter(listener -> ConnectionLimit.port(listener) == port)
        .forEach(SynFilter::attach);
  }

  /**
   * Closes the listening socket of a port, and no connection. To be called before the port's
   * servers are closed: these remove the event loops first, and Netty logs a stack trace for each
   * connection that is accepted meanwhile. Idempotent.
   *
   * @return completes when the port accepts no connection any more; never fails
   */
  public Future<Void> stopAccepting(int port) {
    return close(listener -> ConnectionLimit.port(listener) == port);
  }

  /**
   * Closes every listening socket, as {@link #stopAccepting(int)} does that of one port.
   *
   * @return completes when no connection is accepted any more; never fails
   */
  public Future<Void> stopAccepting() {
    return close(listener -> true);
  }

  private Future<Void> close(Predicate<Channel> selected) {
    return Future.join(listeners.stream().filter(selected).map(ConnectionGuard::close).toList())
        .mapEmpty();
  }

  private static Future<Void> close(Channel listener) {
    Promise<Void> closed = Promise.promise();
    listener.close().addListener(done -> closed.complete());
    return closed.future();
  }

  private void watch(ServerChannel listener) {
    ConnectionLimit limit =
        new ConnectionLimit(
            max,
            trustedProxy,
            connection ->
                ConnectionPipeline.begin(
                    connection, guards, guards.costs().of(listener.eventLoop()).takeNanos()),
            this::refused);
    listener.pipeline().addFirst(LIMIT, limit);
    limits.add(limit);
    listeners.add(listener);
    listener.closeFuture().addListener(closed -> listeners.remove(listener));
  }

  private void refused(ChannelHandlerContext listener) {
    onRefused.run();
    refusedLog.event(listener.executor());
  }
}
