/**
 * The running node against {@code openapi.yaml}: each status, header, kind of problem and field of
 * the file is reached, and nothing is answered that the file does not have. A protocol adds its
 * rows as {@link dev.retinagate.openapi.DetectRows} does.
 */
package dev.retinagate.openapi;
