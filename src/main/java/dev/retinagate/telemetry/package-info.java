/**
 * What a person on call looks at: meters, health, and the management server that tells them.
 *
 * <p>Observes {@code admission}, {@code worker}, {@code memory} and {@code os} and may use Vert.x
 * and Micrometer; {@code http} reports requests to it. The story starts at {@link
 * dev.retinagate.telemetry.Health} and {@link dev.retinagate.telemetry.GatewayMeters}.
 */
package dev.retinagate.telemetry;
