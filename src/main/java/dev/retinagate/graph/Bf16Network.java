package dev.retinagate.graph;

import dev.retinagate.graph.Symbol.Node;
import dev.retinagate.graph.Symbol.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network that computes its convolutions in bfloat16: the 8-bit exponent of fp32 and 8 bits of
 * significand, products summed in fp32. It needs no calibration, since no value leaves the range.
 *
 * <p>An activation, a pooling or a sum behind a convolution stays in bfloat16, so that the engine
 * can fuse it; for every other operator, and for the outputs, values become fp32 again. The casts
 * are MXNet's {@code amp_cast}, as its automatic mixed precision places them.
 *
 * <p>A convolution of the picture itself is small and stays fp32: with 8 bits of each pixel, boxes
 * of nanodet-g moved by up to 2.3 pixels, with all of them by 0.5.
 *
 * @param symbol the network with its casts; input and outputs are fp32
 * @param parameters names of the parameters that have to be bfloat16
 */
public record Bf16Network(Symbol symbol, Set<String> parameters) {

  /** The operator that casts. */
  public static final String CAST = "amp_cast";

  /** The attribute of {@link #CAST} that names the type. */
  public static final String TYPE = "dtype";

  /** The type's name. */
  public static final String BF16 = "bfloat16";

  private static final String FP32 = "float32";

  /** The operators that oneDNN has in bfloat16, beside the convolution. */
  private static final Set<String> FOLLOWING =
      Set.of(
          Operators.ACTIVATION,
          Operators.LEAKY_ACTIVATION,
          Operators.SUM,
          Operators.POOLING,
          Operators.CONCATENATION);

  /** Keeps an immutable copy. */
  public Bf16Network {
    parameters = Set.copyOf(parameters);
  }

  /**
   * Places the casts.
   *
   * @param fp32 a network whose parameters belong to one operator each, or to convolutions alone
   */
  public static Bf16Network of(Symbol fp32) {
    return new Casting(fp32).network();
  }

  /** The network on the way: its new nodes, and where the old nodes' outputs are. */
  private static final class Casting {

    private final Symbol fp32;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Value, Value> moved = new HashMap<>();
    private final Set<Value> inBf16 = new LinkedHashSet<>();
    private final Map<Value, Value> casts = new HashMap<>();
    private final Set<String> parameters = new LinkedHashSet<>();

    Casting(Symbol fp32) {
      this.fp32 = fp32;
    }

    Bf16Network network() {
      for (int i = 0; i < fp32.nodes().size(); i++) {
        add(i, fp32.nodes().get(i));
      }
      List<Value> heads = fp32.heads().stream().map(head -> cast(moved.get(head), false)).toList();
      return new Bf16Network(new Symbol(nodes, heads), parameters);
    }

    private void add(int index, Node node) {
      boolean convolution = node.op().equals(Operators.CONVOLUTION) && !readsThePicture(node);
      boolean bf16 = convolution || follows(node);
      List<Value> inputs = new ArrayList<>();
      for (int i = 0; i < node.inputs().size(); i++) {
        Value input = moved.get(node.inputs().get(i));
        if (convolution && i > 0) {
          parameters.add(nodes.get(input.node()).name());
          inputs.add(input);
        } else {
          inputs.add(cast(input, bf16));
        }
      }
      nodes.add(new Node(node.op(), node.name(), node.attributes(), inputs));
      Value output = new Value(nodes.size() - 1, 0);
      moved.put(new Value(index, 0), output);
      if (bf16) {
        inBf16.add(output);
      }
    }

    private boolean readsThePicture(Node node) {
      return fp32.source(node.inputs().get(0)).op().equals(Symbol.VARIABLE);
    }

    /** Whether all inputs are in bfloat16 already: a cast for this operator alone gains nothing. */
    private boolean follows(Node node) {
      return FOLLOWING.contains(node.op())
          && node.inputs().stream().map(moved::get).allMatch(inBf16::contains);
    }

    private Value cast(Value value, boolean toBf16) {
      if (inBf16.contains(value) == toBf16) {
        return value;
      }
      return casts.computeIfAbsent(
          value,
          from -> {
            String type = toBf16 ? BF16 : FP32;
            nodes.add(
                new Node(
                    CAST,
                    nodes.get(from.node()).name() + "_" + type,
                    Map.of(TYPE, type),
                    List.of(from)));
            return new Value(nodes.size() - 1, 0);
          });
    }
  }
}
