package dev.retinagate.modeltools.onnx;

import dev.retinagate.modeltools.layers.Extents;
import dev.retinagate.modeltools.layers.Op;
import dev.retinagate.modeltools.layers.Window.Pair;
import dev.retinagate.modeltools.onnx.OnnxValue.Feature;
import dev.retinagate.modeltools.onnx.OnnxValue.Gate;
import dev.retinagate.modeltools.onnx.OnnxValue.Grouped;
import dev.retinagate.modeltools.onnx.OnnxValue.Level;
import dev.retinagate.modeltools.onnx.OnnxValue.Levels;
import dev.retinagate.modeltools.onnx.OnnxValue.Part;
import dev.retinagate.modeltools.onnx.OnnxValue.Planes;
import dev.retinagate.modeltools.onnx.OnnxValue.Sampled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The operators that compute nothing: they choose channels, put them into another order, take every
 * second pixel, or arrange the outputs as lines.
 */
final class Rearranging {

  private static final int CHANNELS = 1;
  private static final int CELLS = 2;
  private static final int FEATURE_AXES = 4;
  private static final int LEVEL_AXES = 3;
  private static final int GROUPED_AXES = 5;

  /**
   * Most layers of which planes are put together. Known networks have three. Parts multiply where
   * planes are put together with themselves, node by node.
   */
  private static final int MAX_PARTS = 64;

  private final OnnxConverter converter;

  Rearranging(OnnxConverter converter) {
    this.converter = converter;
  }

  OnnxValue concatenation(Arguments in) {
    in.allow("axis");
    List<OnnxValue> values = IntStream.range(0, in.inputCount()).mapToObj(in::value).toList();
    if (!values.isEmpty() && values.stream().allMatch(Level.class::isInstance)) {
      requireAxis(in, in.integer("axis", -1), LEVEL_AXES, CELLS);
      return new Levels(values.stream().map(Level.class::cast).toList(), false);
    }
    requireAxis(in, in.integer("axis", -1), FEATURE_AXES, CHANNELS);
    if (values.stream().allMatch(Sampled.class::isInstance)) {
      return spaceToDepth(in, values.stream().map(Sampled.class::cast).toList());
    }
    if (values.stream().anyMatch(value -> value instanceof Gate || value instanceof Planes)) {
      return planes(in, values);
    }
    return converter.layer(
        "cat",
        new Op.Concatenation(),
        IntStream.range(0, values.size()).mapToObj(i -> converter.layer(in, i)).toList());
  }

  private static void requireAxis(Arguments in, long found, int axes, int wanted) {
    if (found != wanted && found + axes != wanted) {
      throw in.fault("the attribute axis: expected %d, found %d".formatted(wanted, found));
    }
  }

  private OnnxValue spaceToDepth(Arguments in, List<Sampled> samples) {
    int layer = samples.isEmpty() ? -1 : samples.get(0).layer();
    Pair two = new Pair(2, 2);
    if (!samples.stream().allMatch(s -> s.layer() == layer && s.step().equals(two))) {
      throw in.fault("expected every second pixel of one picture, four times");
    }
    return converter.layer(
        "squares",
        new Op.SpaceToDepth(samples.stream().map(Sampled::first).toList()),
        List.of(layer));
  }

  private static Planes planes(Arguments in, List<OnnxValue> values) {
    List<Part> all = new ArrayList<>();
    for (OnnxValue value : values) {
      all.addAll(parts(in, value));
      if (all.size() > MAX_PARTS) {
        throw in.fault("planes of more than %d layers are put together".formatted(MAX_PARTS));
      }
    }
    return new Planes(List.copyOf(all));
  }

  private static List<Part> parts(Arguments in, OnnxValue value) {
    if (value instanceof Feature feature) {
      return List.of(new Part(feature.layer(), false));
    }
    if (value instanceof Gate gate) {
      return List.of(new Part(gate.layer(), true));
    }
    if (value instanceof Planes planes) {
      return planes.parts();
    }
    throw in.fault("scores are followed by what are no planes of the same height and width");
  }

  List<OnnxValue> split(Arguments in, int outputs) {
    in.allow("axis", "split", "num_outputs");
    int layer = converter.layer(in, 0);
    requireAxis(in, in.integer("axis", 0), FEATURE_AXES, CHANNELS);
    int channels = converter.extents(layer).channels();
    long[] sizes =
        in.constantIntegers(1)
            .or(() -> in.integers("split"))
            .orElseGet(() -> equalParts(in, channels, outputs));
    if (sizes.length != outputs
        || Arrays.stream(sizes).anyMatch(size -> size < 1 || size > channels)
        || Arrays.stream(sizes).sum() != channels) {
      throw in.fault(
          "the attribute split: %d channels in %d parts, found %s"
              .formatted(channels, outputs, Arrays.toString(sizes)));
    }
    List<OnnxValue> parts = new ArrayList<>();
    int first = 0;
    for (long size : sizes) {
      parts.add(selection(layer, first, first + (int) size));
      first += (int) size;
    }
    return parts;
  }

  private static long[] equalParts(Arguments in, int channels, int outputs) {
    if (outputs == 0 || channels % outputs != 0) {
      throw in.fault(channels + " channels cannot be split into " + outputs + " equal parts");
    }
    long[] sizes = new long[outputs];
    Arrays.fill(sizes, channels / outputs);
    return sizes;
  }

  private Feature selection(int layer, int from, int to) {
    return converter.layer(
        "part", new Op.Selection(IntStream.range(from, to).boxed().toList()), List.of(layer));
  }

  OnnxValue slice(Arguments in) {
    in.allow("starts", "ends", "axes");
    long[] starts = numbers(in, 1, "starts");
    long[] ends = numbers(in, 2, "ends");
    long[] axes =
        in.constantIntegers(3)
            .or(() -> in.integers("axes"))
            .orElseGet(() -> IntStream.range(0, starts.length).asLongStream().toArray());
    long[] steps =
        in.constantIntegers(4).orElseGet(() -> Arrays.stream(starts).map(start -> 1).toArray());
    if (ends.length != starts.length
        || axes.length != starts.length
        || steps.length != starts.length) {
      throw in.fault("starts, ends, axes and steps are of different lengths");
    }
    OnnxValue sliced = in.value(0);
    for (int i = 0; i < starts.length; i++) {
      long axis = axes[i] < 0 ? axes[i] + FEATURE_AXES : axes[i];
      sliced = slice(in, sliced, axis, starts[i], ends[i], steps[i]);
    }
    return sliced;
  }

  private static long[] numbers(Arguments in, int input, String attribute) {
    return in.constantIntegers(input)
        .or(() -> in.integers(attribute))
        .orElseThrow(() -> in.fault("its " + attribute + " are missing"));
  }

  private OnnxValue slice(
      Arguments in, OnnxValue value, long axis, long start, long end, long step) {
    Sampled sampled =
        value instanceof Feature feature
            ? new Sampled(feature.layer(), new Pair(0, 0), new Pair(1, 1))
            : value instanceof Sampled before ? before : null;
    if (sampled == null) {
      throw in.fault("only channels and pixels are sliced");
    }
    Extents extents = converter.extents(sampled.layer());
    if (axis == CHANNELS && value instanceof Feature feature && step == 1) {
      int channels = extents.channels();
      int from = clipped(start, channels);
      int to = clipped(end, channels);
      if (from >= to) {
        throw in.fault("no channel lies in %d to %d of %d".formatted(start, end, channels));
      }
      return selection(feature.layer(), from, to);
    }
    int extent = axis == 2 ? extents.height() : extents.width();
    Pair first = sampled.first();
    Pair steps = sampled.step();
    boolean isFirst = axis == 2 ? steps.height() == 1 : steps.width() == 1;
    if ((axis != 2 && axis != 3)
        || !isFirst
        || step != 2
        || start < 0
        || start > 1
        || clipped(end, extent) != extent) {
      throw in.fault(
          "expected some channels, or every second pixel, found axis %d from %d to %d by %d"
              .formatted(axis, start, end, step));
    }
    return axis == 2
        ? new Sampled(
            sampled.layer(), new Pair((int) start, first.width()), new Pair(2, steps.width()))
        : new Sampled(
            sampled.layer(), new Pair(first.height(), (int) start), new Pair(steps.height(), 2));
  }

  private static int clipped(long index, int extent) {
    return (int) Math.max(0, Math.min(index < 0 ? index + extent : index, extent));
  }

  OnnxValue reshape(Arguments in) {
    in.allow("allowzero");
    in.expect("allowzero", 0L);
    long[] shape = in.constantIntegers(1).orElseThrow(() -> in.fault("its new shape is missing"));
    OnnxValue value = in.value(0);
    if (value instanceof Grouped grouped) {
      Extents extents = converter.extents(grouped.layer());
      requireShape(in, shape, 1, extents.channels(), extents.height(), extents.width());
      return ungrouped(grouped, extents.channels());
    }
    if (shape.length == GROUPED_AXES && value instanceof Feature feature) {
      Extents extents = converter.extents(feature.layer());
      int groups = in.whole(shape[1]);
      if (groups < 1 || extents.channels() % groups != 0) {
        throw in.fault(extents.channels() + " channels cannot be put into " + groups + " groups");
      }
      requireShape(
          in, shape, 1, groups, extents.channels() / groups, extents.height(), extents.width());
      return new Grouped(feature.layer(), groups, false);
    }
    List<Part> parts = parts(in, value);
    Extents extents = converter.extents(parts.get(0).layer());
    int planes = parts.stream().mapToInt(part -> converter.extents(part.layer()).channels()).sum();
    requireShape(in, shape, 1, planes, extents.height() * extents.width());
    return new Level(parts);
  }

  /** Checks a shape, of which one extent may be left to be computed, or be kept by a 0. */
  private static void requireShape(Arguments in, long[] shape, int... expected) {
    long open = Arrays.stream(shape).filter(extent -> extent == -1).count();
    boolean fits = shape.length == expected.length && open <= 1;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = shape[i] == expected[i] || shape[i] == -1 || (shape[i] == 0 && i == 0);
    }
    if (!fits) {
      throw in.fault(
          "expected the shape %s, found %s"
              .formatted(Arrays.toString(expected), Arrays.toString(shape)));
    }
  }

  private OnnxValue ungrouped(Grouped grouped, int channels) {
    if (!grouped.swapped()) {
      return new Feature(grouped.layer());
    }
    int each = channels / grouped.groups();
    return converter.layer(
        "shuffle",
        new Op.Selection(
            IntStream.range(0, channels)
                .mapToObj(i -> i % grouped.groups() * each + i / grouped.groups())
                .toList()),
        List.of(grouped.layer()));
  }

  OnnxValue transpose(Arguments in) {
    in.allow("perm");
    long[] order = in.integers("perm").orElse(new long[0]);
    OnnxValue value = in.value(0);
    if (value instanceof Grouped grouped && Arrays.equals(order, new long[] {0, 2, 1, 3, 4})) {
      return new Grouped(grouped.layer(), grouped.groups(), !grouped.swapped());
    }
    if (value instanceof Levels levels && Arrays.equals(order, new long[] {0, 2, 1})) {
      return new Levels(levels.levels(), !levels.transposed());
    }
    throw in.fault(
        "the attribute perm: %s is not an order that can be converted"
            .formatted(Arrays.toString(order)));
  }
}
