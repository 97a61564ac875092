/**
 * What a fleet on AWS costs, and from how many pictures on it costs less than Rekognition: pure
 * arithmetic over a table of prices.
 *
 * <p>May use the JDK, the YAML library, {@code config} for the words of its faults, and {@code
 * plot}. The story starts at {@link dev.retinagate.cost.Fleet}, which holds the arithmetic; {@link
 * dev.retinagate.cost.Comparison} sets it against Rekognition.
 */
package dev.retinagate.cost;
