package dev.retinagate.openapi;

import dev.retinagate.support.RawClient;

/**
 * One request that reaches a documented answer.
 *
 * @param operation method and path as the file has them: {@code POST /detect}
 * @param name what the row is for
 * @param call sends it
 */
record Row(String operation, String name, Call call) {

  /** Sends the request, to the common node or to one of its own, and returns the answer. */
  interface Call {
    RawClient.Response answer(CommonNode node) throws Exception;
  }

  /** The answer to one request of the common node. */
  static Row of(String operation, String name, Request request) {
    return new Row(
        operation,
        name,
        node -> {
          try (RawClient client = node.client()) {
            return request.send(client).response();
          }
        });
  }

  /** Sends one request. */
  interface Request {
    RawClient send(RawClient client) throws Exception;
  }

  @Override
  public String toString() {
    return operation + ": " + name;
  }
}
