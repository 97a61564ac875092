package dev.retinagate.detection;

import java.nio.ByteBuffer;

/**
 * Finds objects in one picture after another. An instance belongs to one thread at a time and holds
 * native memory until it is closed.
 */
public interface Detector extends AutoCloseable {

  /** The model that this detector runs. */
  ModelDescription model();

  /**
   * Decodes a picture and detects the objects that the query needs: of each class the best from
   * {@link DetectionQuery#floor} on, as many as {@link Quota} takes.
   *
   * @param picture an encoded picture (JPEG, PNG, WebP or BMP, recognised by its bytes) between
   *     position and limit, which are left as they are; not kept after the call
   * @param query the wanted detections
   * @return detections, highest score first, in pixels of the upright picture
   * @throws PictureException if the bytes are at fault: the caller's error
   * @throws DetectorException if the engine is at fault: this detector should be closed and rebuilt
   */
  Detections detect(ByteBuffer picture, DetectionQuery query) throws PictureException;

  /** Frees the native memory. Idempotent. */
  @Override
  void close();
}
