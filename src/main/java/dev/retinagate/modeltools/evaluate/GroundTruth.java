package dev.retinagate.modeltools.evaluate;

import java.nio.file.Path;
import java.util.List;

/** The true objects of a set of pictures. */
public interface GroundTruth {

  /**
   * The pictures to evaluate. Detections of equal score count in this order, as they do in
   * pycocotools in the order of image ids.
   */
  List<Path> pictures();

  /**
   * The objects in a picture; none if it was annotated as empty.
   *
   * @param picture one of {@link #pictures()}
   * @param width width of the upright picture in pixels
   * @param height its height in pixels
   * @throws GroundTruthException if the annotations are for a picture of another size
   */
  List<TrueObject> objectsIn(Path picture, int width, int height) throws GroundTruthException;

  /**
   * The names of the classes by class id: the model's labels, then the classes that the annotations
   * have and the model does not.
   */
  List<String> classNames();

  /** Sentences about the data that change the meaning of the figures; often none. */
  List<String> remarks();
}
