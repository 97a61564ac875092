package dev.retinagate.client;

import io.vertx.core.Future;
import java.util.Optional;

/** Gives pictures one after the other, each when there is room for it. */
@FunctionalInterface
public interface PictureSource {

  /**
   * The next picture, or empty behind the last. It is asked for once the one before has come, so
   * that a source never holds more than one.
   */
  Future<Optional<Picture>> next();
}
