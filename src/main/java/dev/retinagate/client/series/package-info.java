/**
 * Counts over time: rows of a CSV file, and their plot.
 *
 * <p>May use the JDK, {@code config} and {@code plot}. The story starts at {@link
 * dev.retinagate.client.series.Sample}.
 */
package dev.retinagate.client.series;
