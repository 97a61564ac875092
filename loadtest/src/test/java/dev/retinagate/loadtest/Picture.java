package dev.retinagate.loadtest;

/**
 * An encoded picture to send.
 *
 * @param name in results
 * @param type its media type
 * @param bytes the file; not to be changed
 */
public record Picture(String name, String type, byte[] bytes) {}
