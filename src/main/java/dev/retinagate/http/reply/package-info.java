/**
 * What all responses have in common: the request id, the access log, the drain, sending a body.
 *
 * <p>May use {@code telemetry} and Vert.x Web; knows no pictures. The story starts at {@link
 * dev.retinagate.http.reply.Replies}.
 */
package dev.retinagate.http.reply;
