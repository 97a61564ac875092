/**
 * The way of a picture through the node, for every protocol: admission at the headers, the body in
 * bounded memory, the job and its outcome. Knows no JSON and no status codes.
 *
 * <p>May use {@code problem}, {@code reply}, {@code admission}, {@code worker}, {@code memory} and
 * {@code detection}. The story starts at {@link dev.retinagate.http.intake.AdmissionHandler}.
 */
package dev.retinagate.http.intake;
