/**
 * The way of a picture through the node, for every protocol: admission at the headers, the body in
 * bounded memory, the job and its outcome, the answer for as long as the client takes it. Knows no
 * JSON and no status codes.
 *
 * <p>May use {@code access}, {@code form}, {@code problem}, {@code reply}, {@code admission},
 * {@code worker}, {@code memory}, {@code detection} and {@code telemetry}. The story starts at
 * {@link dev.retinagate.http.intake.Intake}, which serves a {@link
 * dev.retinagate.http.intake.Protocol}: a request passes {@code AdmissionHandler}, {@code Upload}
 * and {@code DetectionHandler}, with an {@code Exchange} in hand. {@link
 * dev.retinagate.http.intake.Transfers} bounds what slow clients hold.
 */
package dev.retinagate.http.intake;
