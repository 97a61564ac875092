package dev.retinagate.http.intake;

import java.util.List;

/**
 * What an answer is made of.
 *
 * @param requestId the request's id
 * @param request what was asked for
 * @param outcomes one for each picture, in the order of the body; at least one
 * @param receiveNanos from the request's headers to the last byte of its body: the client's line,
 *     and any wait for the node's memory
 * @param totalNanos from the request's headers to now, {@code receiveNanos} included
 */
public record Answered(
    String requestId,
    DetectionRequest request,
    List<Outcome> outcomes,
    long receiveNanos,
    long totalNanos) {}
