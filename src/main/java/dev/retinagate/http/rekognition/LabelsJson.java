package dev.retinagate.http.rekognition;

import dev.retinagate.detection.Box;
import dev.retinagate.detection.Detection;
import dev.retinagate.detection.Detections;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Detections as the answer of {@code DetectLabels}. A label's confidence is that of its best
 * instance. As in Amazon's answers, each parent of a label that was found is a label too: without
 * instances, and as sure as the surest of its kinds. Pure.
 */
final class LabelsJson {

  /** Confidences are in percent. */
  static final double PERCENT = 100;

  /**
   * Of equals, a label with instances says more than its parents, so {@code MaxLabels} keeps it.
   */
  private static final Comparator<Found> SUREST_FIRST =
      Comparator.<Found>comparingDouble(found -> -found.score)
          .thenComparing(found -> found.instances.isEmpty());

  private LabelsJson() {}

  /**
   * The answer for one picture.
   *
   * @param model name of the model that looked
   * @param found what it saw, best first
   * @param wish which labels are answered, and how many
   * @param tree names the labels and their parents
   */
  static JsonObject answer(String model, Detections found, LabelsWish wish, LabelTree tree) {
    JsonArray labels = new JsonArray();
    collect(found.found(), tree).stream()
        .filter(one -> wish.filters().keep(one.label))
        .sorted(SUREST_FIRST)
        .limit(wish.maxLabels())
        .forEach(one -> labels.add(json(one, found)));
    return new JsonObject().put("Labels", labels).put("LabelModelVersion", model);
  }

  private static Collection<Found> collect(List<Detection> detections, LabelTree tree) {
    Map<String, Found> labels = new LinkedHashMap<>();
    for (Detection detection : detections) {
      LabelTree.Label label = tree.ofModel(detection.label());
      of(labels, label, detection).instances.add(detection);
      tree.parents(label).forEach(parent -> of(labels, parent, detection));
    }
    return labels.values();
  }

  /** The label's entry. Detections come best first, so the first one has the label's score. */
  private static Found of(Map<String, Found> labels, LabelTree.Label label, Detection detection) {
    return labels.computeIfAbsent(
        label.name(), name -> new Found(label, detection.score(), new ArrayList<>()));
  }

  private static JsonObject json(Found found, Detections picture) {
    JsonArray instances = new JsonArray();
    for (Detection instance : found.instances) {
      instances.add(
          new JsonObject()
              .put("BoundingBox", ratios(instance.box(), picture))
              .put("Confidence", percent(instance.score())));
    }
    return new JsonObject()
        .put("Name", found.label.name())
        .put("Confidence", percent(found.score))
        .put("Instances", instances)
        .put("Parents", names(found.label.parents()))
        .put("Aliases", names(found.label.aliases()))
        .put("Categories", names(found.label.categories()));
  }

  /** The box as shares of the upright picture; its corners ordered, which a box's need not be. */
  private static JsonObject ratios(Box box, Detections picture) {
    return new JsonObject()
        .put("Width", Math.abs(box.width()) / picture.imageWidth())
        .put("Height", Math.abs(box.height()) / picture.imageHeight())
        .put("Left", Math.min(box.x(), box.right()) / picture.imageWidth())
        .put("Top", Math.min(box.y(), box.bottom()) / picture.imageHeight());
  }

  private static float percent(float score) {
    return (float) (score * PERCENT);
  }

  private static JsonArray names(List<String> names) {
    JsonArray array = new JsonArray();
    names.forEach(name -> array.add(new JsonObject().put("Name", name)));
    return array;
  }

  private record Found(LabelTree.Label label, float score, List<Detection> instances) {}
}
