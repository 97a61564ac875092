package dev.retinagate.modeltools.onnx;

import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.layers.Window.Pair;
import dev.retinagate.modeltools.onnx.OnnxModel.Node;
import dev.retinagate.modeltools.onnx.OnnxValue.Constant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The inputs and attributes of one node, with errors that name the node and its operator. */
final class Arguments {

  private static final int MAX_SHOWN = 80;

  private final Node node;
  private final int number;
  private final Map<String, OnnxValue> values;

  /**
   * The arguments of a node.
   *
   * @param number of the node in the file, for a node without a name
   * @param values what has been computed before it
   */
  Arguments(Node node, int number, Map<String, OnnxValue> values) {
    this.node = node;
    this.number = number;
    this.values = values;
  }

  /** An error about this node. */
  ModelToolException fault(String what) {
    return new ModelToolException(
        "node %s (%s): %s"
            .formatted(
                node.name().isEmpty() ? "#" + number : shown(node.name()), shown(node.op()), what));
  }

  /** A text of the file, so that it cannot break the line that shows it. */
  static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > MAX_SHOWN ? plain.substring(0, MAX_SHOWN) + "…" : plain;
  }

  /** Refuses attributes other than these, whose meaning is not known. */
  void allow(String... names) {
    for (String name : node.attributes().keySet()) {
      if (!List.of(names).contains(name)) {
        throw fault("the attribute " + shown(name) + " is not one that can be converted");
      }
    }
  }

  /** Refuses an attribute of another value than this, if it is there. */
  void expect(String name, Object expected) {
    Object found = node.attributes().getOrDefault(name, expected);
    if (!found.equals(expected)) {
      throw fault("the attribute %s: expected %s, found %s".formatted(name, expected, text(found)));
    }
  }

  private static String text(Object value) {
    if (value instanceof OnnxTensor) {
      return "a tensor";
    }
    return shown(
        value instanceof long[] numbers ? Arrays.toString(numbers) : String.valueOf(value));
  }

  long integer(String name, long otherwise) {
    return attribute(name, Long.class).orElse(otherwise);
  }

  float number(String name, float otherwise) {
    return attribute(name, Float.class).orElse(otherwise);
  }

  String text(String name, String otherwise) {
    return attribute(name, String.class).orElse(otherwise);
  }

  Optional<long[]> integers(String name) {
    return attribute(name, long[].class);
  }

  Optional<OnnxTensor> tensor(String name) {
    return attribute(name, OnnxTensor.class);
  }

  private <T> Optional<T> attribute(String name, Class<T> type) {
    Object found = node.attributes().get(name);
    if (found != null && !type.isInstance(found)) {
      throw fault("the attribute %s is of another type: %s".formatted(name, text(found)));
    }
    return Optional.ofNullable(found).map(type::cast);
  }

  /** Two numbers for height and width. */
  Pair pair(String name, Pair otherwise) {
    return integers(name)
        .map(
            found -> {
              if (found.length != 2) {
                throw fault(
                    "the attribute %s: expected 2 numbers, found %s".formatted(name, text(found)));
              }
              return new Pair(whole(found[0]), whole(found[1]));
            })
        .orElse(otherwise);
  }

  /** Padding that is the same on both sides of each axis. */
  Pair padding() {
    if (!text("auto_pad", "NOTSET").equals("NOTSET")) {
      throw fault("the attribute auto_pad: expected NOTSET, found " + shown(text("auto_pad", "")));
    }
    long[] pads = integers("pads").orElse(new long[4]);
    if (pads.length != 4 || pads[0] != pads[2] || pads[1] != pads[3]) {
      throw fault(
          "the attribute pads: expected the same on both sides of height and width, found "
              + text(pads));
    }
    return new Pair(whole(pads[0]), whole(pads[1]));
  }

  /** A number of the file as an index or extent. */
  int whole(long number) {
    if (number != (int) number) {
      throw fault(number + " is no number of a known network");
    }
    return (int) number;
  }

  int inputCount() {
    return node.inputs().size();
  }

  /** Whether an input is given. */
  boolean has(int input) {
    return input < node.inputs().size() && !node.inputs().get(input).isEmpty();
  }

  /** The value of an input. */
  OnnxValue value(int input) {
    if (!has(input)) {
      throw fault("its input " + input + " is missing");
    }
    String name = node.inputs().get(input);
    OnnxValue value = values.get(name);
    if (value == null) {
      throw fault(
          "its input "
              + shown(name)
              + " is computed by no node before it; nodes have to be in the order of the"
              + " computation");
    }
    return value;
  }

  /** The constant of an input. */
  OnnxTensor constant(int input) {
    if (value(input) instanceof Constant constant) {
      return constant.tensor();
    }
    throw fault("its input " + shown(node.inputs().get(input)) + " has to be a constant");
  }

  /** The integers of a constant input, if it is given. */
  Optional<long[]> constantIntegers(int input) {
    return has(input) ? Optional.of(constant(input).integers()) : Optional.empty();
  }
}
