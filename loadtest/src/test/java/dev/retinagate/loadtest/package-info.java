/**
 * The gateway under load: Gatling simulations with checks that fail the run.
 *
 * <p>A simulation measures the node's capacity first ({@link dev.retinagate.loadtest.Capacity}),
 * sends its load ({@link dev.retinagate.loadtest.Traffic}), counts the outcomes by status and
 * millisecond ({@link dev.retinagate.loadtest.Outcomes}), and ends with a {@link
 * dev.retinagate.loadtest.Result} whose checks fail the run. The story starts at {@link
 * dev.retinagate.loadtest.Measurement}.
 */
package dev.retinagate.loadtest;
