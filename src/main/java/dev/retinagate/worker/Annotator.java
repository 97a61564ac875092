package dev.retinagate.worker;

import dev.retinagate.detection.Detection;
import dev.retinagate.detection.PictureException;
import java.nio.ByteBuffer;
import java.util.List;

/** Draws detections into a picture. Called on worker threads, by several at a time. */
@FunctionalInterface
public interface Annotator {

  /**
   * The upright picture with boxes and labels drawn.
   *
   * @param picture an encoded picture between position and limit, which are left as they are
   * @param detections what to draw, in pixels of the upright picture
   * @param format how the answer is encoded
   * @return the encoded picture; the caller's from now on
   * @throws PictureException if the bytes are at fault
   * @throws RuntimeException if drawing or encoding fails, which says nothing of the detector
   */
  AnnotatedPicture annotate(ByteBuffer picture, List<Detection> detections, AnnotationFormat format)
      throws PictureException;
}
