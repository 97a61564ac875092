package dev.retinagate.client.upload;

import io.vertx.core.Future;
import java.util.Optional;

/** Gives inputs one after the other, each when there is room for it. On the client's thread. */
public interface InputSource {

  /** The next input, or empty behind the last. Asked for once the one before has come. */
  Future<Optional<Input>> next();

  /** No further input is wanted: what is asked for, or will be, is empty. */
  void stop();

  /**
   * An input was answered.
   *
   * @param refused whether the node had refused it as full before
   */
  default void answered(boolean refused) {}
}
