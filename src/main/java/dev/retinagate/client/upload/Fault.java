package dev.retinagate.client.upload;

import io.vertx.core.json.JsonObject;

/**
 * Why an input cannot be sent, or its answer cannot be used: a problem that no node has told.
 *
 * @param kind the last part of its type
 * @param title the kind in words
 * @param detail what is wrong with this one
 */
public record Fault(String kind, String title, String detail) {

  /** A file that cannot be read. */
  public static Fault unreadable(String detail) {
    return new Fault("unreadable-file", "The file cannot be read", detail);
  }

  /** A camera that gives no picture. */
  static Fault camera(String detail) {
    return new Fault("camera", "The camera gives no picture", detail);
  }

  /** No node was there. */
  static Fault nodeAway(String detail) {
    return new Fault("node-away", "No node has answered", detail);
  }

  /** The picture with boxes could not be made. */
  public static Fault notAnnotated(String detail) {
    return new Fault("not-annotated", "The annotated picture cannot be made", detail);
  }

  /** As a problem of RFC 9457. */
  JsonObject toJson() {
    return new JsonObject()
        .put("type", "urn:retinagate:problem:" + kind)
        .put("title", title)
        .put("detail", detail);
  }
}
