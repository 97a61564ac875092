/**
 * Charts as SVG: title, axes, curves and their legend, the same for every plot of the product.
 *
 * <p>May use the JDK. The story starts at {@link dev.retinagate.plot.Chart}.
 */
package dev.retinagate.plot;
