package dev.retinagate.node;

import dev.retinagate.os.ServiceManager;
import dev.retinagate.telemetry.Health;
import dev.retinagate.telemetry.HealthLine;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * Tells the service manager what the node does: ready, its health in a line whenever that changes,
 * and the drain. Its watchdog is told that the process should be kept, for as long as {@code GET
 * /health/live} says so.
 */
final class ServiceReport {

  /** Seldom enough to cost nothing, and soon enough for a person who looks. */
  private static final Duration MAX_PERIOD = Duration.ofSeconds(5);

  private final ServiceManager manager;
  private final Health health;
  private volatile String told = "";
  private volatile Optional<Runnable> cancel = Optional.empty();

  ServiceReport(ServiceManager manager, Health health) {
    this.manager = manager;
    this.health = health;
  }

  /** How often {@link #tick} has to be called: twice as often as the watchdog demands, at least. */
  Duration period() {
    return manager
        .watchdog()
        .map(watchdog -> watchdog.dividedBy(2))
        .filter(half -> half.compareTo(MAX_PERIOD) < 0)
        .orElse(MAX_PERIOD);
  }

  /**
   * The node serves; reports from now on. To be called once. An event loop has the time: the
   * watchdog also ends a process whose event loops are stuck.
   */
  void begin(Vertx vertx) {
    ready();
    long timer =
        vertx.setPeriodic(
            Math.max(1, period().toMillis()),
            due -> vertx.executeBlocking(Executors.callable(this::tick), false));
    cancel = Optional.of(() -> vertx.cancelTimer(timer));
  }

  /** Reports no more. To be called before Vert.x is closed, whose pool then takes no tasks. */
  void end() {
    cancel.ifPresent(Runnable::run);
  }

  /** The node serves. */
  void ready() {
    told = line();
    manager.ready(told);
  }

  /** The node has begun to drain. */
  void stopping() {
    told = line();
    manager.stopping(told);
  }

  /** Some time has passed. */
  void tick() {
    String line = line();
    if (!line.equals(told)) {
      told = line;
      manager.status(line);
    }
    if (manager.watchdog().isPresent() && health.liveness().live()) {
      manager.alive();
    }
  }

  private String line() {
    return HealthLine.of(health.liveness().report());
  }
}
