/**
 * How fast a model is on this machine: the whole job in process, from encoded bytes to detections,
 * for the {@code model bench} command.
 *
 * <p>May use {@code model}, {@code engine}, {@code graph}, {@code image} and {@code detection}, and
 * of {@code telemetry} how much memory is resident. The story starts at {@link
 * dev.retinagate.modeltools.bench.Benchmark}.
 */
package dev.retinagate.modeltools.bench;
