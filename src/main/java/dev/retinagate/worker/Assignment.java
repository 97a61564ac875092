package dev.retinagate.worker;

/**
 * A job on its way to a worker.
 *
 * @param job what to do
 * @param queuedNanos how long it had waited
 */
record Assignment(DetectionJob job, long queuedNanos) {}
