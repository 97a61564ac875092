/**
 * What runs at a desk and not in a node: importing, checking and measuring models.
 *
 * <p>May use {@code model} and what that uses. Each tool is a package below this one; what they
 * share, such as writing a model folder atomically, is here.
 */
package dev.retinagate.modeltools;
