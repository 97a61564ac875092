package dev.retinagate.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The meters of connections to the public port, and of what refusals cost them. Recording is an
 * atomic addition: fit for event loops.
 */
public final class ConnectionMeters {

  private final MeterRegistry registry;
  private final LongSupplier refusalCpuNanos;
  private final Counter refused;
  private final Counter untrusted;

  /**
   * Registers the meters. The registry does not hold the supplier: the meters have to be held.
   *
   * @param refusalCpuNanos CPU time of event loops that refusals have taken so far
   */
  public ConnectionMeters(MeterRegistry registry, LongSupplier refusalCpuNanos) {
    this.registry = registry;
    this.refusalCpuNanos = refusalCpuNanos;
    refused =
        Counter.builder(GatewayMeters.PREFIX + "connections.refused")
            .description("Connections closed at accept, since as many as may be were open")
            .register(registry);
    untrusted =
        Counter.builder(GatewayMeters.PREFIX + "connections.untrusted")
            .description("Connections closed for want of a PROXY header from a trusted proxy")
            .register(registry);
    FunctionCounter.builder(
            GatewayMeters.PREFIX + "refusal.cpu.seconds", this, ConnectionMeters::refusalCpuSeconds)
        .description("CPU time of event loops that refused requests have taken")
        .register(registry);
  }

  private double refusalCpuSeconds() {
    return (double) refusalCpuNanos.getAsLong() / Duration.ofSeconds(1).toNanos();
  }

  /** Registers the count of open connections. */
  public void watch(IntSupplier open) {
    Gauge.builder(GatewayMeters.PREFIX + "connections", open, IntSupplier::getAsInt)
        .description("Open connections to the public port")
        .strongReference(true)
        .register(registry);
  }

  /** A connection was closed at accept, since as many as may be were open. */
  public void refused() {
    refused.increment();
  }

  /** A connection was closed, since a trusted proxy's header of the PROXY protocol is missing. */
  public void untrusted() {
    untrusted.increment();
  }
}
