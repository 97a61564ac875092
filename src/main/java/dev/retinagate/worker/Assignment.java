package dev.retinagate.worker;

/**
 * A job on its way to a worker.
 *
 * @param job the picture and the query
 * @param queuedNanos how long the job was queued
 */
record Assignment(DetectionJob job, long queuedNanos) {}
