package dev.retinagate.client;

import io.vertx.core.buffer.Buffer;

/**
 * A picture to be sent.
 *
 * @param name under which its answer is delivered; the node does not see it
 * @param bytes of its file, JPEG, PNG, WebP or BMP
 */
public record Picture(String name, Buffer bytes) {}
