/**
 * The public HTTP interface: one handler class a concern, and the statuses of failures in one place
 * only, {@link dev.retinagate.http.problem.ProblemType}.
 *
 * <p>May use {@code admission}, {@code worker}, {@code detection}, {@code config}, {@code
 * telemetry} and Vert.x Web; never {@code model}, {@code engine} or {@code graph}. The story starts
 * at {@link dev.retinagate.http.HttpVerticle}, which lists the routes. A picture's way is {@code
 * AdmissionHandler} (everything that can be decided from the headers), {@code UploadHandler} (the
 * body, in bounded memory) and {@code DetectionHandler} (the job and its answer), with an {@code
 * Exchange} in hand; {@code FailureHandler} answers each failure on that way, and {@code
 * RefusalPacer} decides when a refusal is answered. {@link
 * dev.retinagate.http.connection.ConnectionGuard} bounds the cost of connections before their first
 * request, and {@code StreamGuard} keeps the streams of one connection apart.
 */
package dev.retinagate.http;
