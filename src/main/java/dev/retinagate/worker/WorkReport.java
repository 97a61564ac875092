package dev.retinagate.worker;

/**
 * What a worker replies.
 *
 * @param result how the job ended
 * @param fit whether the worker can take the next one
 * @param serviceNanos how long the work took
 */
record WorkReport(JobResult result, boolean fit, long serviceNanos) {}
