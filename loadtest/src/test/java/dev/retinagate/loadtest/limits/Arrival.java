package dev.retinagate.loadtest.limits;

/**
 * A picture that comes to the node.
 *
 * @param atNanos when, since the start of the run
 * @param workNanos how long an undisturbed worker needs for it
 * @param grouped whether it comes at the same moment as others, from a group of cameras
 */
record Arrival(long atNanos, long workNanos, boolean grouped) {}
