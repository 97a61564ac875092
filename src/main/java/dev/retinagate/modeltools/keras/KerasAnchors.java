package dev.retinagate.modeltools.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a file's anchors are keras-retinanet's defaults, the only ones that are computed here. A
 * model that was trained with others ({@code anchor_parameters} in its configuration) has weights
 * that look the same, and would find its objects in wrong places.
 *
 * <p>A whole model that was converted for inference has the parameters in its structure; some
 * versions keep the anchors as weights; the number of anchors shows in the regression subnet of any
 * file. Source: keras-retinanet, {@code utils/anchors.py}.
 */
final class KerasAnchors {

  /** Anchors of a cell: three ratios, each in three scales. */
  static final int DEFAULT_COUNT = 9;

  private static final String LAYER = "anchors_";
  private static final String REGRESSION_SUBMODEL = "regression_submodel";
  private static final int BOX_SIDES = 4;
  private static final List<Double> RATIOS = List.of(0.5, 1.0, 2.0);
  private static final List<Double> SCALES = List.of(1.0, Math.cbrt(2), Math.cbrt(4));
  private static final int LEVELS = 5;
  private static final int FIRST_SIZE = 32;
  private static final int FIRST_STRIDE = 8;
  private static final double TOLERANCE = 1e-6;

  /** Of the file's fp32, for numbers of up to a few hundred. */
  private static final double WEIGHT_TOLERANCE = 1e-3;

  private final KerasFile file;
  private final KerasConfig config;

  KerasAnchors(KerasFile file, KerasConfig config) {
    this.file = file;
    this.config = config;
  }

  /**
   * Refuses a file whose anchors are others.
   *
   * @return whether the file shows its anchors; if not, the defaults are an assumption
   * @throws dev.retinagate.modeltools.ModelToolException naming the layer, the expected and the
   *     found
   */
  boolean requireDefaults() {
    requireCount();
    boolean known = true;
    for (int level = 0; level < LEVELS; level++) {
      String layer = LAYER + level;
      boolean structure = config.layer(layer).isPresent();
      config.layer(layer).ifPresent(parameters -> requireParameters(layer, parameters));
      List<KerasFile.Array> arrays = file.layers().contains(layer) ? file.arrays(layer) : List.of();
      for (KerasFile.Array array : arrays) {
        requireWeights(array, FIRST_SIZE << level);
      }
      known &= structure || !arrays.isEmpty();
    }
    return known;
  }

  private void requireCount() {
    List<KerasFile.Array> arrays =
        file.layers().contains(REGRESSION_SUBMODEL) ? file.arrays(REGRESSION_SUBMODEL) : List.of();
    if (arrays.isEmpty()) {
      return;
    }
    List<Integer> shape = arrays.get(arrays.size() - 1).shape();
    boolean readable = shape.size() == 1 && shape.get(0) % BOX_SIDES == 0;
    if (readable && shape.get(0) != DEFAULT_COUNT * BOX_SIDES) {
      throw custom(
          REGRESSION_SUBMODEL,
          DEFAULT_COUNT + " anchors a cell",
          String.valueOf(shape.get(0) / BOX_SIDES));
    }
  }

  private void requireParameters(String layer, JsonNode parameters) {
    int level = Integer.parseInt(layer.substring(LAYER.length()));
    require(layer, "size", List.of((double) (FIRST_SIZE << level)), parameters);
    require(layer, "stride", List.of((double) (FIRST_STRIDE << level)), parameters);
    require(layer, "ratios", RATIOS, parameters);
    require(layer, "scales", SCALES, parameters);
  }

  private void require(String layer, String what, List<Double> expected, JsonNode parameters) {
    List<Double> found = KerasConfig.numbers(parameters.path(what));
    if (!KerasConfig.same(expected, found, TOLERANCE)) {
      throw custom(layer, "the " + what + " " + expected, String.valueOf(found));
    }
  }

  private void requireWeights(KerasFile.Array array, int size) {
    FloatBuffer values = array.values();
    List<Double> found = new ArrayList<>();
    while (values.hasRemaining()) {
      found.add((double) values.get());
    }
    List<Double> expected = corners(size);
    if (!KerasConfig.same(expected, found, WEIGHT_TOLERANCE)) {
      throw custom(
          array.place(), "the corners of the default anchors, " + expected.subList(0, 4), "others");
    }
  }

  /** Left, top, right and bottom of each anchor around the origin, ratios outermost. */
  private static List<Double> corners(int size) {
    List<Double> corners = new ArrayList<>();
    for (double ratio : RATIOS) {
      for (double scale : SCALES) {
        double width = size * scale / Math.sqrt(ratio);
        double height = width * ratio;
        corners.addAll(List.of(-width / 2, -height / 2, width / 2, height / 2));
      }
    }
    return corners;
  }

  private RuntimeException custom(String place, String expected, String found) {
    return file.failure(
        "%s%s: expected %s, found %s; a model with anchors of its own cannot be imported"
            .formatted(place.startsWith("layer ") ? "" : "layer ", place, expected, found));
  }
}
