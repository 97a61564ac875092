package dev.retinagate.modeltools.evaluate;

import dev.retinagate.detection.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which class of the model each category of an annotation file is. By order of the ids where there
 * are as many categories as labels and no name speaks against it, for lists that spell some names
 * otherwise ({@code motorbike} for {@code motorcycle}); else by name. A category that the model
 * does not know gets a class of its own, after the model's: its objects count as missed.
 *
 * @param classIds class id by category id
 * @param classNames by class id: the model's labels, then the unknown categories
 * @param remarks sentences about the mapping that change the meaning of the figures
 */
record CategoryMapping(
    Map<CocoId, Integer> classIds, List<String> classNames, List<String> remarks) {

  /**
   * Maps the categories.
   *
   * @param file for messages
   * @throws GroundTruthException if the model knows none of the categories
   */
  static CategoryMapping of(List<CocoFile.Category> categories, Labels model, String file)
      throws GroundTruthException {
    List<CocoFile.Category> ordered =
        categories.stream().sorted(Comparator.comparing(CocoFile.Category::id)).toList();
    return isInOrder(ordered, model) ? byOrder(ordered, model) : byName(ordered, model, file);
  }

  private static boolean isInOrder(List<CocoFile.Category> ordered, Labels model) {
    if (ordered.size() != model.size()) {
      return false;
    }
    for (int classId = 0; classId < ordered.size(); classId++) {
      if (model.find(ordered.get(classId).name()).orElse(classId) != classId) {
        return false;
      }
    }
    return true;
  }

  private static CategoryMapping byOrder(List<CocoFile.Category> ordered, Labels model) {
    Map<CocoId, Integer> classIds = new HashMap<>();
    List<String> remarks = new ArrayList<>();
    for (int classId = 0; classId < ordered.size(); classId++) {
      CocoFile.Category category = ordered.get(classId);
      classIds.put(category.id(), classId);
      if (model.find(category.name()).isEmpty()) {
        remarks.add(
            "category '%s' is taken for the model's '%s'"
                .formatted(category.name(), model.name(classId)));
      }
    }
    return new CategoryMapping(classIds, model.names(), remarks);
  }

  private static CategoryMapping byName(List<CocoFile.Category> ordered, Labels model, String file)
      throws GroundTruthException {
    Map<CocoId, Integer> classIds = new HashMap<>();
    List<String> names = new ArrayList<>(model.names());
    List<String> remarks = new ArrayList<>();
    for (CocoFile.Category category : ordered) {
      OptionalInt known = model.find(category.name());
      if (known.isEmpty()) {
        names.add(category.name());
        remarks.add(
            "category '%s' is none of the model's: its objects count as missed"
                .formatted(category.name()));
      }
      classIds.put(category.id(), known.orElse(names.size() - 1));
    }
    if (names.size() == model.size() + ordered.size()) {
      throw new GroundTruthException(
          file
              + ": the model knows none of the categories "
              + ordered.stream().map(CocoFile.Category::name).toList());
    }
    return new CategoryMapping(classIds, List.copyOf(names), remarks);
  }
}
