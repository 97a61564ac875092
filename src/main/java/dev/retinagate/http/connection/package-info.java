/**
 * Everything that reaches into Netty or into Vert.x's internals: what connections may cost before
 * they ask for anything, and how strictly their bytes are read.
 *
 * <p>May use {@code config}, Netty and Vert.x, their internals included; knows no pictures. The
 * story starts at {@link dev.retinagate.http.connection.ConnectionGuard}.
 */
package dev.retinagate.http.connection;
