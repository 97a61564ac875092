package dev.retinagate.telemetry;

import dev.retinagate.memory.DirectMemory;
import dev.retinagate.os.ResidentMemory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Memory that the JVM does not account for: all resident memory, the engine's weights and buffers
 * included, and Netty's memory off the heap. The names are those that exporters of other runtimes
 * use.
 *
 * <p>Reading the resident memory reads a file: never on an event loop.
 */
final class NativeMemoryMeters implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder(
            "process.resident.memory",
            () -> ResidentMemory.bytes().stream().asDoubleStream().findFirst().orElse(Double.NaN))
        .description("Memory of the process that is in RAM: heap, engine and all")
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
    Gauge.builder("netty.direct.memory", DirectMemory::usedBytes)
        .description("Memory off the heap that Netty holds")
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
    Gauge.builder("netty.direct.memory.max", DirectMemory::maxBytes)
        .description("Most memory off the heap that Netty may hold")
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
  }
}
