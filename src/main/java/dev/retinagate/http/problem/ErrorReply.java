package dev.retinagate.http.problem;

import io.vertx.core.buffer.Buffer;

/**
 * The answer to a failed request.
 *
 * @param status of HTTP
 * @param mediaType of the body
 * @param body all of it
 */
public record ErrorReply(int status, String mediaType, Buffer body) {}
