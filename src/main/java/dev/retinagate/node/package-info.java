/**
 * A running node: deploys its parts, wires them, warms them up, and drains them.
 *
 * <p>May use everything but {@code cli}. The story starts at {@link dev.retinagate.node.Gateway}.
 */
package dev.retinagate.node;
