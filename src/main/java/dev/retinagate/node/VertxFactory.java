package dev.retinagate.node;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the Vert.x of a node. */
final class VertxFactory {

  private static final Logger LOG = LoggerFactory.getLogger(VertxFactory.class);

  /** Beside the HTTP verticles: one loop for the dispatcher, one for management. */
  private static final int OTHER_EVENT_LOOPS = 2;

  private static final long BLOCKED_EVENT_LOOP_MILLIS = 100;

  private VertxFactory() {}

  /** For a node that serves: logs its transport, and each event loop that is blocked for 100 ms. */
  static Vertx serving(int httpEventLoops, Transport transport) {
    VertxOptions options =
        options(httpEventLoops)
            .setMaxEventLoopExecuteTime(BLOCKED_EVENT_LOOP_MILLIS)
            .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
            .setBlockedThreadCheckInterval(BLOCKED_EVENT_LOOP_MILLIS)
            .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS);
    Vertx vertx = Vertx.builder().with(options).withTransport(transport).build();
    if (vertx.isNativeTransportEnabled()) {
      LOG.info("transport: native epoll");
    } else {
      Throwable why = Transport.EPOLL.unavailabilityCause();
      LOG.info("transport: NIO, since epoll is not available: {}", String.valueOf(why));
    }
    return vertx;
  }

  /** For the node of a warm-up: its event loops are blocked while they load classes. */
  static Vertx rehearsal(int httpEventLoops, Transport transport) {
    return Vertx.builder().with(options(httpEventLoops)).withTransport(transport).build();
  }

  private static VertxOptions options(int httpEventLoops) {
    return new VertxOptions().setEventLoopPoolSize(httpEventLoops + OTHER_EVENT_LOOPS);
  }
}
