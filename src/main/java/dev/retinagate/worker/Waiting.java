package dev.retinagate.worker;

import java.util.function.Consumer;

/**
 * A job whose result is not known.
 *
 * @param handler takes the result
 * @param sinceNanos when the job was submitted
 * @param deadlineTimer runs until the result is known
 */
record Waiting(
    DetectionJob job, Consumer<JobResult> handler, long sinceNanos, long deadlineTimer) {}
