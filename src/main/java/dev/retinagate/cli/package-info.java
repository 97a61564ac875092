/**
 * The command line: one picocli class a command, which parses, calls and prints, and has no logic
 * of its own.
 *
 * <p>May use everything. The story starts at {@link dev.retinagate.cli.RootCommand}.
 */
package dev.retinagate.cli;
