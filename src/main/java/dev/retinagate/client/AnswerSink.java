package dev.retinagate.client;

import io.vertx.core.Future;

/** Takes answers, in the order of their pictures. */
@FunctionalInterface
public interface AnswerSink {

  /**
   * Takes one; the next comes once the future is complete, so that a slow sink slows the client.
   */
  Future<Void> accept(Picture picture, Answer answer);
}
