/**
 * API keys: the file that lists them, and what a key may do. The file holds hashes only, so that
 * nobody who reads it can send a request. Pure but for the file.
 *
 * <p>May use the JDK and {@code config}'s words for failures of files. The story starts at {@link
 * dev.retinagate.keys.KeyFile}, which the commands change; a node asks its {@link
 * dev.retinagate.keys.KeyRing}.
 */
package dev.retinagate.keys;
