/**
 * The certificate of the node: reads, checks and watches the two files, and sets how the listeners
 * speak TLS.
 *
 * <p>May use {@code config} and Vert.x. The story starts at {@link dev.retinagate.tls.Certificate}.
 */
package dev.retinagate.tls;
