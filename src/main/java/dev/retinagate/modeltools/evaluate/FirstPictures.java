package dev.retinagate.modeltools.evaluate;

import java.nio.file.Path;
import java.util.List;

/**
 * A part of a set of pictures, so that the rest can serve for something else.
 *
 * @param all the set
 * @param count how many of its pictures, from the first
 */
public record FirstPictures(GroundTruth all, int count) implements GroundTruth {

  @Override
  public List<Path> pictures() {
    return all.pictures().subList(0, Math.min(count, all.pictures().size()));
  }

  @Override
  public List<TrueObject> objectsIn(Path picture, int width, int height)
      throws GroundTruthException {
    return all.objectsIn(picture, width, height);
  }

  @Override
  public List<String> classNames() {
    return all.classNames();
  }

  @Override
  public List<String> remarks() {
    return all.remarks();
  }
}
