package dev.retinagate.modeltools.onnx;

import dev.retinagate.graph.Tensor;
import dev.retinagate.modeltools.layers.Extents;
import dev.retinagate.modeltools.layers.Op;
import java.nio.FloatBuffer;
import java.util.List;

/** The operators Resize, whose meaning depends on a dozen attributes, and Upsample before it. */
final class Resizing {

  private final Arguments in;
  private final String op;

  Resizing(Arguments in, String op) {
    this.in = in;
    this.op = op;
  }

  OnnxValue convert(OnnxConverter converter) {
    in.allow(
        "mode",
        "coordinate_transformation_mode",
        "nearest_mode",
        "cubic_coeff_a",
        "exclude_outside",
        "extrapolation_value",
        "antialias",
        "keep_aspect_ratio_policy",
        "axes");
    in.expect("antialias", 0L);
    in.expect("exclude_outside", 0L);
    in.expect("keep_aspect_ratio_policy", "stretch");
    if (in.integers("axes").isPresent()) {
      throw in.fault("the attribute axes is not one that can be converted");
    }
    int input = converter.layer(in, 0);
    Extents extents = converter.extents(input);
    int[] size = size(extents);
    String mode = in.text("mode", "nearest");
    return switch (mode) {
      case "nearest" -> converter.layer("repeat", repetition(extents, size), List.of(input));
      case "linear" -> {
        String centres = coordinates();
        if (!centres.equals("half_pixel") && !centres.equals("pytorch_half_pixel")) {
          throw otherCoordinates(centres);
        }
        yield converter.layer("resize", new Op.SmoothResize(size[0], size[1]), List.of(input));
      }
      default ->
          throw in.fault(
              "the attribute mode: expected nearest or linear, found " + Arguments.shown(mode));
    };
  }

  private String coordinates() {
    // Before version 11 there was no choice.
    String before = op.equals("Upsample") || in.inputCount() == 2 ? "asymmetric" : "half_pixel";
    return in.text("coordinate_transformation_mode", before);
  }

  private RuntimeException otherCoordinates(String found) {
    return in.fault(
        "the attribute coordinate_transformation_mode: %s is not converted in this mode"
            .formatted(Arguments.shown(found)));
  }

  /** By a whole factor, each of these ways repeats the cells. */
  private Op repetition(Extents extents, int[] size) {
    int factor = size[0] / extents.height();
    if (size[0] != factor * extents.height() || size[1] != factor * extents.width()) {
      throw in.fault(
          "%s cannot be repeated to %d × %d by one whole number"
              .formatted(extents, size[0], size[1]));
    }
    String centres = coordinates();
    String nearest = in.text("nearest_mode", "round_prefer_floor");
    boolean repeats =
        (centres.equals("asymmetric")
                && (nearest.equals("floor") || op.equals("Upsample") || in.inputCount() == 2))
            || (centres.equals("half_pixel") && nearest.startsWith("round_prefer"));
    if (!repeats) {
      throw in.fault(
          "the attributes coordinate_transformation_mode and nearest_mode: %s with %s is not converted"
              .formatted(Arguments.shown(centres), Arguments.shown(nearest)));
    }
    return new Op.Repetition(factor);
  }

  /** Height and width of the result, from the sizes or from the scales. */
  private int[] size(Extents extents) {
    if (in.has(3)) {
      long[] sizes = in.constant(3).integers();
      if (sizes.length != 4 || sizes[0] != 1 || sizes[1] != extents.channels()) {
        throw in.fault("expected a new height and width, found other sizes");
      }
      return new int[] {in.whole(sizes[2]), in.whole(sizes[3])};
    }
    Tensor scales = in.constant(in.inputCount() == 2 ? 1 : 2).parameter();
    FloatBuffer factors = scales.toFloats();
    if (factors.remaining() != 4 || factors.get(0) != 1 || factors.get(1) != 1) {
      throw in.fault("expected scales of height and width, found other scales");
    }
    return new int[] {
      scaled(extents.height(), factors.get(2)), scaled(extents.width(), factors.get(3))
    };
  }

  private int scaled(int extent, float factor) {
    float result = extent * factor;
    if (result != (int) result) {
      throw in.fault("%d cells times %s are no whole number of cells".formatted(extent, factor));
    }
    return (int) result;
  }
}
