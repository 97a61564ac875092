package dev.retinagate.modeltools.onnx;

import static dev.retinagate.modeltools.onnx.OnnxFile.integer;
import static dev.retinagate.modeltools.onnx.OnnxFile.integers;
import static dev.retinagate.modeltools.onnx.OnnxFile.real;
import static dev.retinagate.modeltools.onnx.OnnxFile.word;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Networks of each family with a few channels and random weights, in the operators that the
 * families' exporters write. Weights are −1, 0 and 1, and the slope of the leaky ReLU is 2, so that
 * sums are exact in any order.
 */
public final class TinyNetworks {

  static final int SIDE = 64;
  static final int BINS = 8;

  private final Random random = new Random(7);
  private final OnnxFile file = new OnnxFile(1, 3, SIDE, SIDE);

  private TinyNetworks() {}

  /** Channel shuffles and splits, four levels, bins. */
  static OnnxFile nanoDetPlus(int classes) {
    return new TinyNetworks().shuffled(classes);
  }

  /** The bytes of a YOLOX of 80 classes. */
  public static byte[] yoloxFile() {
    return yolox(80).toBytes();
  }

  /** Space to depth, SiLU, three levels, objectness. */
  static OnnxFile yolox(int classes) {
    return new TinyNetworks().focused(classes);
  }

  private OnnxFile shuffled(int classes) {
    String stem = leaky(conv(OnnxFile.INPUT, 3, 8, 3, 2, 1));
    String pooled =
        file.node(
            "MaxPool",
            List.of(stem),
            integers("kernel_shape", 3, 3),
            integers("strides", 2, 2),
            integers("pads", 1, 1, 1, 1),
            integer("ceil_mode", 0));
    List<String> stages = new ArrayList<>();
    String last = stage(pooled, 8, 64, SIDE / 8);
    stages.add(last);
    last = stage(last, 64, 64, SIDE / 16);
    stages.add(last);
    String wide = leaky(conv(last, 64, 16, 1, 1, 1));
    String up =
        file.node(
            "Resize",
            List.of(wide, file.floats(List.of(0)), file.floats(List.of(4), 1, 1, 2, 2)),
            word("mode", "linear"),
            word("coordinate_transformation_mode", "pytorch_half_pixel"));
    String merged = file.node("Concat", List.of(stages.get(0), up), integer("axis", 1));
    String sum = file.node("Add", List.of(conv(merged, 80, 64, 1, 1, 1), stages.get(0)));
    String fine = conv(sum, 64, 16, 1, 1, 1);
    String coarse = leaky(conv(wide, 16, 16, 3, 2, 16));
    String coarsest = leaky(conv(coarse, 16, 16, 3, 2, 16));
    List<String> levels = new ArrayList<>();
    for (String feature : List.of(fine, wide, coarse, coarsest)) {
      String head = conv(leaky(conv(feature, 16, 16, 5, 1, 16)), 16, classes + 4 * BINS, 1, 1, 1);
      List<String> parts =
          file.nodes(
              "Split", List.of(head), 2, integer("axis", 1), integers("split", classes, 4 * BINS));
      String scores = file.node("Sigmoid", List.of(parts.get(0)));
      levels.add(
          level(
              file.node("Concat", List.of(scores, parts.get(1)), integer("axis", 1)),
              classes + 4 * BINS));
    }
    return ended(levels);
  }

  /** A unit of stride 2 and three that pass half of their channels through. */
  private String stage(String in, int channels, int filters, int side) {
    int half = filters / 2;
    String left =
        leaky(conv(conv(in, channels, channels, 3, 2, channels), channels, half, 1, 1, 1));
    String right = leaky(conv(in, channels, half, 1, 1, 1));
    right = leaky(conv(conv(right, half, half, 3, 2, half), half, half, 1, 1, 1));
    String out = shuffle(left, right, filters, side);
    for (int unit = 0; unit < 3; unit++) {
      String passed = slice(out, 0, half);
      String read = leaky(conv(slice(out, half, filters), half, half, 1, 1, 1));
      read = leaky(conv(conv(read, half, half, 3, 1, half), half, half, 1, 1, 1));
      out = shuffle(passed, read, filters, side);
    }
    return out;
  }

  private String slice(String in, long from, long to) {
    String one = file.integers(1);
    return file.node("Slice", List.of(in, file.integers(from), file.integers(to), one, one));
  }

  private String shuffle(String left, String right, int channels, int side) {
    String both = file.node("Concat", List.of(left, right), integer("axis", 1));
    String grouped =
        file.node("Reshape", List.of(both, file.integers(1, 2, channels / 2, side, side)));
    String swapped = file.node("Transpose", List.of(grouped), integers("perm", 0, 2, 1, 3, 4));
    return file.node("Reshape", List.of(swapped, file.integers(1, -1, side, side)));
  }

  private OnnxFile focused(int classes) {
    List<String> corners = new ArrayList<>();
    for (long x = 0; x < 2; x++) {
      for (long y = 0; y < 2; y++) {
        corners.add(everySecond(everySecond(OnnxFile.INPUT, 2, y), 3, x));
      }
    }
    String squares = file.node("Concat", corners, integer("axis", 1));
    String stem = silu(conv(squares, 12, 8, 3, 1, 1));
    String fine = silu(conv(silu(conv(stem, 8, 8, 3, 2, 8)), 8, 8, 3, 2, 1));
    String middle = silu(conv(fine, 8, 8, 3, 2, 8));
    String coarse = silu(conv(middle, 8, 8, 3, 2, 8));
    String up =
        file.node(
            "Resize",
            List.of(coarse, file.floats(List.of(0)), file.floats(List.of(4), 1, 1, 2, 2)),
            word("mode", "nearest"),
            word("coordinate_transformation_mode", "asymmetric"),
            word("nearest_mode", "floor"));
    String merged =
        conv(file.node("Concat", List.of(up, middle), integer("axis", 1)), 16, 8, 1, 1, 1);
    List<String> levels = new ArrayList<>();
    for (String feature : List.of(fine, merged, coarse)) {
      List<String> parts =
          List.of(
              conv(feature, 8, 4, 1, 1, 1),
              file.node("Sigmoid", List.of(conv(feature, 8, 1, 1, 1, 1))),
              file.node("Sigmoid", List.of(conv(feature, 8, classes, 1, 1, 1))));
      levels.add(level(file.node("Concat", parts, integer("axis", 1)), classes + 5));
    }
    return ended(levels);
  }

  private String everySecond(String in, long axis, long first) {
    return file.node(
        "Slice",
        List.of(
            in,
            file.integers(first),
            file.integers(Long.MAX_VALUE),
            file.integers(axis),
            file.integers(2)));
  }

  private String level(String planes, int count) {
    return file.node("Reshape", List.of(planes, file.integers(1, count, -1)));
  }

  private OnnxFile ended(List<String> levels) {
    String all = file.node("Concat", levels, integer("axis", 2));
    return file.output(file.node("Transpose", List.of(all), integers("perm", 0, 2, 1)));
  }

  private String conv(String in, int channels, int filters, int kernel, int stride, int groups) {
    float[] weights = new float[filters * channels / groups * kernel * kernel];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextInt(4) == 0 ? random.nextInt(3) - 1 : 0;
    }
    float[] biases = new float[filters];
    for (int i = 0; i < filters; i++) {
      biases[i] = random.nextInt(5) - 2;
    }
    long pad = kernel / 2;
    return file.node(
        "Conv",
        List.of(
            in,
            file.floats(List.of(filters, channels / groups, kernel, kernel), weights),
            file.floats(List.of(filters), biases)),
        integers("kernel_shape", kernel, kernel),
        integers("strides", stride, stride),
        integers("pads", pad, pad, pad, pad),
        integers("dilations", 1, 1),
        integer("group", groups));
  }

  private String leaky(String in) {
    return file.node("LeakyRelu", List.of(in), real("alpha", 2));
  }

  private String silu(String in) {
    return file.node("Mul", List.of(in, file.node("Sigmoid", List.of(in))));
  }
}
