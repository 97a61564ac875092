package dev.retinagate.modeltools.onnx;

import static dev.retinagate.modeltools.onnx.OnnxFile.integer;
import static dev.retinagate.modeltools.onnx.OnnxFile.integers;
import static dev.retinagate.modeltools.onnx.OnnxFile.real;
import static dev.retinagate.modeltools.onnx.OnnxFile.tensor;
import static dev.retinagate.modeltools.onnx.OnnxFile.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.onnx.OnnxFile.Message;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are broken, or made to cost memory, time, or a look at other files: each is one error
 * that names its place, and nothing is written.
 */
class HostileOnnxTest {

  private static final long MAX_BYTES = 500_000_000;

  private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void refuses(String name, byte[] bytes, String told) throws IOException {
    Path file = Files.write(folder.resolve("model.onnx"), bytes);
    Path models = folder.resolve("models");
    OnnxImport.Options options =
        new OnnxImport.Options(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    long before = MEMORY.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(
            () -> OnnxImport.run(file, new NewModel(models, "mine", false), options, w -> {}))
        .isInstanceOf(ModelToolException.class)
        .hasMessageContaining(told);
    assertThat(MEMORY.getCurrentThreadAllocatedBytes() - before)
        .as("bytes allocated in all")
        .isLessThan(MAX_BYTES);
    assertThat(Files.exists(models)).as("something was written").isFalse();
  }

  static Stream<Arguments> broken() {
    return Stream.of(cut(), damaged(), graphs(), nodes(), constants(), large())
        .flatMap(stream -> stream);
  }

  private static Stream<Arguments> cut() {
    byte[] whole = TinyNetworks.nanoDetPlus(1).toBytes();
    return IntStream.range(0, 10)
        .map(part -> part * whole.length / 10)
        .mapToObj(length -> arguments("cut to " + length, Arrays.copyOf(whole, length), "model"));
  }

  private static Stream<Arguments> damaged() {
    byte[] zeros = new byte[1000];
    byte[] ones = new byte[1000];
    Arrays.fill(ones, (byte) 0xff);
    return Stream.of(
        arguments("zeros", zeros, "no whole ONNX file"),
        arguments("ones", ones, "no whole ONNX file"),
        arguments(
            "a text",
            "{\"format\": \"graph-model\"}".getBytes(StandardCharsets.UTF_8),
            "no whole ONNX file"),
        arguments("a graph longer than the file", new byte[] {0x3a, -1, -1, -1, -1, 7}, "no whole"),
        arguments("a negative length", new byte[] {0x3a, -1, -1, -1, -1, 15}, "no whole"),
        arguments("deep groups", nested(), "no whole ONNX file"),
        arguments("no graph", new Message().number(1, 7).toBytes(), "no graph"));
  }

  private static byte[] nested() {
    byte[] groups = new byte[100_000];
    Arrays.fill(groups, (byte) ((14 << 3) | 3));
    return groups;
  }

  private static Stream<Arguments> graphs() {
    return Stream.of(
        graph("no output", "one output", 3, file -> {}),
        graph("two inputs", "one input", 3, f -> f.graph(11, OnnxFile.value("b", 1, 1, 3, 8, 8))),
        graph("an output that nobody makes", "one output", 3, file -> file.output("gone")),
        graph("the input as output", "one output", 3, file -> file.output(OnnxFile.INPUT)),
        graph("four channels", "1 × 3 × side × side", 4, file -> {}),
        arguments("an oblong", new OnnxFile(1, 3, 64, 32).toBytes(), "square input"),
        arguments("an open side", new OnnxFile(1, 3, -1, -1).toBytes(), "--input-side"),
        arguments("no batch of one", new OnnxFile(8, 3, 64, 64).toBytes(), "1 × 3"),
        arguments("a huge side", new OnnxFile(1, 3, 1 << 20, 1 << 20).toBytes(), "square"),
        arguments("a side beyond int", new OnnxFile(1, 3, 1L << 40, 1L << 40).toBytes(), "square"),
        arguments("no axes", new OnnxFile().toBytes(), "1 × 3 × side × side"));
  }

  private static Arguments graph(
      String name, String told, int channels, Consumer<OnnxFile> change) {
    OnnxFile file = new OnnxFile(1, channels, 64, 64);
    change.accept(file);
    return arguments(name, file.toBytes(), told);
  }

  private static Arguments with(String name, String told, Consumer<OnnxFile> change) {
    return graph(name, told, 3, change);
  }

  private static String kernel(OnnxFile file, int... shape) {
    int elements = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return file.floats(Arrays.stream(shape).boxed().toList(), new float[elements]);
  }

  private static void conv(OnnxFile file, Message... attributes) {
    file.node("Conv", List.of(OnnxFile.INPUT, kernel(file, 2, 3, 1, 1)), attributes);
  }

  private static Stream<Arguments> nodes() {
    String in = OnnxFile.INPUT;
    return Stream.of(
        with("an unknown operator", "Softmax", f -> f.node("Softmax", List.of(in))),
        with("an operator of a program", "If", f -> f.node("If", List.of(in))),
        with("a loop", "Loop", f -> f.node("Loop", List.of(in))),
        with("itself as input", "no node before it", f -> f.node("Relu", List.of("v0"))),
        with("a later node as input", "no node before it", f -> f.node("Relu", List.of("v1"))),
        with("no input", "missing", f -> f.node("Relu", List.of())),
        with("an empty input", "missing", f -> f.node("Relu", List.of(""))),
        with("two outputs of one", "outputs", f -> f.nodes("Relu", List.of(in), 2)),
        with("an unknown attribute", "gamma", f -> f.node("Relu", List.of(in), real("gamma", 1))),
        with(
            "an attribute of another type",
            "alpha",
            f -> f.node("LeakyRelu", List.of(in), word("alpha", "a"))),
        with("dilation", "dilations", f -> conv(f, integers("dilations", 2, 2))),
        with("one-sided padding", "pads", f -> conv(f, integers("pads", 0, 0, 1, 1))),
        with("automatic padding", "auto_pad", f -> conv(f, word("auto_pad", "SAME_UPPER"))),
        with("a huge stride", "stride", f -> conv(f, integers("strides", 1 << 30, 1 << 30))),
        with("a stride of zero", "stride", f -> conv(f, integers("strides", 0, 0))),
        with("negative padding", "padding", f -> conv(f, integers("pads", -9, -9, -9, -9))),
        with("huge padding", "padding", f -> conv(f, integers("pads", 1 << 30, 0, 1 << 30, 0))),
        with("no groups", "groups", f -> conv(f, integer("group", 0))),
        with("groups of nothing", "groups", f -> conv(f, integer("group", 7))),
        with("a number beyond int", "no number", f -> conv(f, integer("group", 1L << 40))),
        with("other channels", "channels", f -> f.node("Conv", List.of(in, kernel(f, 2, 5, 1, 1)))),
        with("a kernel of 3 axes", "4 axes", f -> f.node("Conv", List.of(in, kernel(f, 2, 3, 1)))),
        with("a computed kernel", "constant", f -> f.node("Conv", List.of(in, in))),
        with("a product of two", "its own sigmoid", f -> f.node("Mul", List.of(in, in))),
        with("axis 3", "axis", f -> f.node("Concat", List.of(in, in), integer("axis", 3))),
        with(
            "no parts",
            "split",
            f -> f.nodes("Split", List.of(in), 2, integer("axis", 1), integers("split", 5, -2))),
        with(
            "a slice beyond the channels",
            "no channel",
            f -> f.node("Slice", List.of(in, f.integers(5), f.integers(9), f.integers(1)))),
        with(
            "another shape",
            "expected the shape",
            f -> f.node("Reshape", List.of(in, f.integers(1, 7, -1)))),
        with("an odd transpose", "perm", f -> f.node("Transpose", List.of(in))),
        with(
            "a third of the size",
            "scales",
            f -> f.node("Resize", List.of(in, "", f.floats(List.of(1), 0.3f)))));
  }

  private static Stream<Arguments> constants() {
    return Stream.of(
        constant("data elsewhere", "another file", tensor("w", 1, 2, 3, 1, 1).number(14, 1)),
        constant(
            "data in a file outside",
            "another file",
            tensor("w", 1, 2, 3, 1, 1)
                .message(13, new Message().text(1, "location").text(2, "../../etc/passwd"))),
        constant("too little data", "elements", tensor("w", 1, 2, 3, 1, 1).bytes(9, new byte[4])),
        constant("too much data", "elements", tensor("w", 1, 2, 3, 1, 1).bytes(9, new byte[99])),
        constant("integers", "element type", tensor("w", 7, 2, 3, 1, 1).bytes(9, new byte[48])),
        constant("an unknown type", "element type", tensor("w", 99, 1).bytes(9, new byte[4])),
        constant("huge extents", "extents", tensor("w", 1, 1L << 40, 1L << 40, 1, 1)),
        constant("negative extents", "extents", tensor("w", 1, -2, -3, 1, 1)),
        constant("nine axes", "axes", tensor("w", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)));
  }

  private static Arguments constant(String name, String told, Message tensor) {
    OnnxFile file = new OnnxFile(1, 3, 64, 64).graph(5, tensor);
    file.node("Conv", List.of(OnnxFile.INPUT, "w"));
    return arguments(name, file.toBytes(), told);
  }

  private static Stream<Arguments> large() {
    return Stream.of(
        with(
            "channels that double at each node",
            "none of a known network",
            file -> {
              String last = OnnxFile.INPUT;
              for (int i = 0; i < 40; i++) {
                last = file.node("Concat", List.of(last, last), integer("axis", 1));
              }
            }),
        with(
            "planes that multiply at each node",
            "(Concat): planes of more than 64 layers",
            file -> {
              String last = file.node("Sigmoid", List.of(OnnxFile.INPUT));
              for (int i = 0; i < 3; i++) {
                last = file.node("Concat", Collections.nCopies(60, last), integer("axis", 1));
              }
            }),
        with(
            "pixels that double at each node",
            "none of a known network",
            file -> {
              String last = OnnxFile.INPUT;
              String twice = file.floats(List.of(4), 1, 1, 2, 2);
              for (int i = 0; i < 40; i++) {
                last =
                    file.node(
                        "Resize",
                        List.of(last, "", twice),
                        word("mode", "linear"),
                        word("coordinate_transformation_mode", "half_pixel"));
              }
            }),
        with(
            "more nodes than any network",
            "nodes",
            file -> {
              for (int i = 0; i < 5000; i++) {
                file.node("Relu", List.of(OnnxFile.INPUT));
              }
            }),
        with(
            "a long name",
            "a name of",
            file -> file.node("x".repeat(100_000), List.of(OnnxFile.INPUT))),
        with("a name of control characters", "?[2J?", f -> f.node("\u001b[2J\n", List.of())));
  }
}
