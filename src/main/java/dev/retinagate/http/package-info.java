/**
 * The public HTTP interface: one handler class a concern, and status codes in one place only,
 * {@link dev.retinagate.http.problem.ProblemType}.
 *
 * <p>May use {@code admission}, {@code worker}, {@code detection}, {@code config}, {@code
 * telemetry} and Vert.x Web; never {@code model}, {@code engine} or {@code graph}. The story starts
 * at {@link dev.retinagate.http.HttpVerticle}, which lists the routes. A picture's way is {@code
 * AdmissionHandler} (everything that can be decided from the headers), {@code UploadHandler} (the
 * body, in bounded memory) and {@code DetectionHandler} (the job and its answer), with an {@code
 * Exchange} in hand; what turns it away is answered by {@code FailureHandler}, at the pace of
 * {@code RefusalPacer}. {@link dev.retinagate.http.ConnectionGuard} bounds what connections cost
 * before they ask for anything, and {@code StreamGuard} keeps the streams of one apart.
 */
package dev.retinagate.http;
