package dev.retinagate.modeltools.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retinagate.graph.ResNet.Conv1Padding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The structure that a Keras file has beside the weights. A whole model has all of it; a file of
 * weights lists its layers, those without weights included.
 */
final class KerasConfig {

  private static final String CONV1 = "conv1";
  private static final String PADDING_CONV1 = "padding_conv1";

  /** keras-resnet's; the default of Keras is another. */
  private static final double EPSILON = 1e-5;

  private static final double BOX_DEVIATION = 0.2;
  private static final double TOLERANCE = 1e-6;
  private static final float IOU = 0.5f;
  private static final int MAX_DETECTIONS = 300;

  private final KerasFile file;
  private final Map<String, JsonNode> layers = new HashMap<>();

  /**
   * The first convolution's padding and how it is known.
   *
   * @param padding the padding
   * @param reason the part of the file that shows it
   * @param certain whether the file states it
   */
  record Padding(Conv1Padding padding, String reason, boolean certain) {}

  KerasConfig(KerasFile file) {
    this.file = file;
    file.modelConfig()
        .ifPresent(
            config ->
                config
                    .path("config")
                    .path("layers")
                    .forEach(layer -> layers.put(name(layer), layer.path("config"))));
    requireBoxes();
    requireFilter();
  }

  /** Keras 2.2 and 2.12 put the name in both places, others in one of them. */
  private static String name(JsonNode layer) {
    return layer.path("name").asText(layer.path("config").path("name").asText());
  }

  /**
   * How conv1 is padded. keras-resnet before 0.2.0 had a layer {@code padding_conv1}; later ones
   * pad in conv1 itself; neither changes a weight.
   */
  Padding conv1Padding() {
    if (file.layers().contains(PADDING_CONV1)) {
      requirePadding();
      return new Padding(Conv1Padding.SYMMETRIC, "the file has the layer padding_conv1", true);
    }
    JsonNode conv1 = layers.get(CONV1);
    if (conv1 != null) {
      String padding = conv1.path("padding").asText();
      if (!padding.equals("same")) {
        throw file.failure(
            "layer conv1: expected the padding 'same' where there is no layer padding_conv1, found '"
                + padding
                + "'");
      }
      return new Padding(Conv1Padding.SAME, "conv1's padding is 'same' in model_config", true);
    }
    if (file.layers().contains("conv1_relu")) {
      return new Padding(
          Conv1Padding.SAME,
          "the file has no model_config, but lists the layers without weights, and padding_conv1 is"
              + " not among them",
          false);
    }
    return new Padding(
        Conv1Padding.SYMMETRIC,
        "the file has no model_config and lists only layers with weights; the published models are"
            + " of keras-resnet 0.1.0",
        false);
  }

  private void requirePadding() {
    JsonNode padding = layers.getOrDefault(PADDING_CONV1, null);
    if (padding != null) {
      List<Double> all = new ArrayList<>();
      padding.path("padding").forEach(axis -> axis.forEach(side -> all.add(side.asDouble())));
      require(PADDING_CONV1, "padding", List.of(3.0, 3.0, 3.0, 3.0), all);
    }
  }

  /** The epsilon of a batch normalisation. */
  double epsilon(String layer) {
    JsonNode config = layers.get(layer);
    return config == null ? EPSILON : config.path("epsilon").asDouble(EPSILON);
  }

  /** Overlap above which the lower score is suppressed. */
  float iou() {
    JsonNode filter = layers.get("filtered_detections");
    return filter == null ? IOU : (float) filter.path("nms_threshold").asDouble(IOU);
  }

  /** Most detections a picture. */
  int maxDetections() {
    JsonNode filter = layers.get("filtered_detections");
    return filter == null ? MAX_DETECTIONS : filter.path("max_detections").asInt(MAX_DETECTIONS);
  }

  private void requireBoxes() {
    JsonNode boxes = layers.get("boxes");
    if (boxes != null) {
      require("boxes", "mean", List.of(0.0, 0.0, 0.0, 0.0), numbers(boxes.path("mean")));
      List<Double> deviation = List.of(BOX_DEVIATION, BOX_DEVIATION, BOX_DEVIATION, BOX_DEVIATION);
      require("boxes", "std", deviation, numbers(boxes.path("std")));
    }
  }

  private void requireFilter() {
    JsonNode filter = layers.get("filtered_detections");
    if (filter != null
        && !(filter.path("nms").asBoolean(true)
            && filter.path("class_specific_filter").asBoolean(true))) {
      throw file.failure(
          "layer filtered_detections: expected suppression class by class, found another filter");
    }
  }

  private void require(String layer, String what, List<Double> expected, List<Double> found) {
    if (!same(expected, found, TOLERANCE)) {
      throw file.failure(
          "layer " + layer + ": expected the " + what + " " + expected + ", found " + found);
    }
  }

  /** What the structure says of a layer, if the file has the structure. */
  Optional<JsonNode> layer(String name) {
    return Optional.ofNullable(layers.get(name));
  }

  /** Whether two lists agree. */
  static boolean same(List<Double> expected, List<Double> found, double tolerance) {
    boolean same = expected.size() == found.size();
    for (int i = 0; same && i < expected.size(); i++) {
      same = Math.abs(expected.get(i) - found.get(i)) <= tolerance;
    }
    return same;
  }

  /** The numbers of a list, or the one that stands alone. */
  static List<Double> numbers(JsonNode value) {
    if (value.isNumber()) {
      return List.of(value.asDouble());
    }
    List<Double> numbers = new ArrayList<>();
    value.forEach(number -> numbers.add(number.asDouble()));
    return numbers;
  }
}
