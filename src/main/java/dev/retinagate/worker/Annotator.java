package dev.retinagate.worker;

import dev.retinagate.detection.Detection;
import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;
import java.util.List;

/** Draws detections into a picture. Several worker threads may call it at a time. */
@FunctionalInterface
public interface Annotator {

  /**
   * Draws boxes and labels into the upright picture.
   *
   * @param picture an encoded picture between position and limit, which are left as they are
   * @param detections to draw, in pixels of the upright picture
   * @param format of the annotated picture
   * @return the encoded picture, which the caller owns
   * @throws PictureException if the bytes are at fault
   * @throws RuntimeException if drawing or encoding fails, which says nothing of the detector
   */
  AnnotatedPicture annotate(ByteBuffer picture, List<Detection> detections, AnnotationFormat format)
      throws PictureException;
}
