/**
 * A day of an auto-scaled fleet, simulated: requests that come at random, nodes with a bounded
 * queue, a balancer, and the rules of target tracking with their delays. The same seed gives the
 * same day. What is assumed stands at {@link dev.retinagate.simulation.Setup} and {@link
 * dev.retinagate.simulation.TargetTracking}.
 *
 * <p>May use the JDK and {@code plot}. The story starts at {@link dev.retinagate.simulation.Day}.
 */
package dev.retinagate.simulation;
