package dev.retinagate.http.problem;

import io.vertx.core.buffer.Buffer;

/**
 * An error in the form of a protocol. The problem's headers are added to it.
 *
 * @param status the HTTP status; a protocol may have another than the problem's
 * @param mediaType of the body
 * @param body may be empty
 */
public record ErrorReply(int status, String mediaType, Buffer body) {}
