package dev.retinagate.modeltools;

import dev.retinagate.config.FileNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The names of a model's classes, where its file has none. */
public final class ClassNames {

  private ClassNames() {}

  /**
   * The names by class id. COCO's are a guess where nothing else has 80 classes.
   *
   * @param classes of the model
   * @param labels that the user gave, if any
   * @param file of the model, for errors
   * @param warning receives a sentence if names are assumed
   * @throws ModelToolException if there are other labels than classes
   */
  public static List<String> of(
      int classes, Optional<List<String>> labels, Path file, Consumer<String> warning) {
    if (labels.isPresent()) {
      if (labels.get().size() != classes) {
        throw new ModelToolException(
            "%s: the model has %d classes, the labels are %d"
                .formatted(FileNames.text(file), classes, labels.get().size()));
      }
      return labels.get();
    }
    List<String> coco = CocoLabels.read();
    boolean isCoco = classes == coco.size();
    warning.accept(
        "the file does not name its classes: "
            + (isCoco
                ? "it has 80, so COCO's names are taken"
                : "they are called class0 to class" + (classes - 1))
            + ". --labels FILE names them.");
    return isCoco ? coco : IntStream.range(0, classes).mapToObj(id -> "class" + id).toList();
  }
}
