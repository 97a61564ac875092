package dev.retinagate.worker;

/**
 * A worker's reply.
 *
 * @param result how the job ended
 * @param fit whether the worker still has a detector of the job's model
 * @param serviceNanos how long the work took
 */
record WorkReport(JobResult result, boolean fit, long serviceNanos) {}
