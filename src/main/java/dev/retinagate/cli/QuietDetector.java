package dev.retinagate.cli;

import dev.retinagate.detection.DetectionQuery;
import dev.retinagate.detection.Detections;
import dev.retinagate.detection.Detector;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.PictureException;
import dev.retinagate.os.NativeMessages;
import java.nio.ByteBuffer;

/**
 * A detector whose libpng does not write to the terminal. The message that the picture is damaged
 * comes from the detector as well, with the file's name. Not for a node: workers would share the
 * one standard error that is put aside meanwhile.
 *
 * @param detector the detector that does the work
 */
record QuietDetector(Detector detector) implements Detector {

  private static final String LIBPNG = "libpng ";

  @Override
  public ModelDescription model() {
    return detector.model();
  }

  @Override
  public Detections detect(ByteBuffer picture, DetectionQuery query) throws PictureException {
    return NativeMessages.without(LIBPNG, () -> detector.detect(picture, query));
  }

  @Override
  public void close() {
    detector.close();
  }
}
