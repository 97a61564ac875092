/**
 * Meters, health, and the management server that answers them to probes and scrapes.
 *
 * <p>May use {@code detection}, {@code admission}, {@code worker}, {@code memory}, {@code os},
 * {@code keys}, Vert.x and Micrometer; {@code http} reports requests to it. The story starts at
 * {@link dev.retinagate.telemetry.Health} and {@link dev.retinagate.telemetry.GatewayMeters}.
 */
package dev.retinagate.telemetry;
