package dev.retinagate.http.intake;

import java.util.List;

/**
 * What an answer is made of.
 *
 * @param requestId the request's id
 * @param request what was asked for
 * @param outcomes one for each picture, in the order of the body; at least one
 * @param totalNanos from the request's headers to now
 */
public record Answered(
    String requestId, DetectionRequest request, List<Outcome> outcomes, long totalNanos) {}
