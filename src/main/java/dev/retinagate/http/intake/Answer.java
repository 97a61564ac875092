package dev.retinagate.http.intake;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * The answer to a request that has succeeded.
 *
 * @param mediaType of the body
 * @param body all of it
 * @param headers further headers, by name
 */
public record Answer(String mediaType, Buffer body, Map<String, String> headers) {}
