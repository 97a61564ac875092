package dev.retinagate.client;

/** No node was there for as long as the client is to wait; the picture is not answered. */
public final class NodeAwayException extends Exception {

  private static final long serialVersionUID = 1;

  NodeAwayException(String message) {
    super(message, null, false, false);
  }
}
