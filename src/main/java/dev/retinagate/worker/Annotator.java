package dev.retinagate.worker;

import dev.retinagate.detection.PictureException;
import dev.retinagate.detection.Scene;
import java.nio.ByteBuffer;

/** Draws a scene into its picture. Several worker threads may call it at a time. */
@FunctionalInterface
public interface Annotator {

  /**
   * Draws zones, boxes and labels into the upright picture. Intruders stand out.
   *
   * @param picture an encoded picture between position and limit, which are left as they are
   * @param scene to draw, in pixels of the upright picture
   * @param format of the annotated picture
   * @return the encoded picture, which the caller owns
   * @throws PictureException if the bytes are at fault
   * @throws RuntimeException if drawing or encoding fails, which says nothing of the detector
   */
  AnnotatedPicture annotate(ByteBuffer picture, Scene scene, AnnotationFormat format)
      throws PictureException;
}
