/**
 * Tools that run at a desk and not in a node: they import, check and measure models.
 *
 * <p>May use {@code model}, all that {@code model} uses, and {@code config}'s words. Each tool is a
 * package below this one; shared parts, such as writing a model folder atomically, are here.
 */
package dev.retinagate.modeltools;
