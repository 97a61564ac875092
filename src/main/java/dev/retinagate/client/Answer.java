package dev.retinagate.client;

import io.vertx.core.json.JsonObject;

/**
 * What a node has answered to one picture.
 *
 * @param status of HTTP; 200 where the picture was looked at
 * @param json the answer of {@code POST /detect}, or its problem (RFC 9457)
 * @param refusals how often the node refused the picture as full before
 */
public record Answer(int status, JsonObject json, int refusals) {

  private static final int OK = 200;

  /** Whether the picture was looked at. */
  public boolean isDone() {
    return status == OK;
  }

  /** Whether a rule of the request is broken in the picture; false without rules. */
  public boolean isAlert() {
    return isDone()
        && json.getValue("assessment") instanceof JsonObject assessment
        && Boolean.TRUE.equals(assessment.getValue("alert"));
  }
}
