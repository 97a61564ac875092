/**
 * The public HTTP interface: which path goes where, and the smallest endpoints.
 *
 * <p>May use its rooms, {@code admission}, {@code worker}, {@code detection}, {@code config},
 * {@code telemetry} and Vert.x Web; never {@code model}, {@code engine} or {@code graph}. The story
 * starts at {@link dev.retinagate.http.HttpVerticle}, which lists the routes. Its rooms, from the
 * socket up: {@code connection} guards what connections cost before they ask for anything; {@code
 * reply} has what every response has; {@code problem} knows the failures and their statuses; {@code
 * form} reads bodies; {@code intake} is the way of a picture for every protocol; {@code detect} is
 * the product's own protocol, and another protocol is a room beside it; {@code page} has the web
 * page's files.
 */
package dev.retinagate.http;
