package dev.retinagate.modeltools.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.modeltools.layers.ChannelRouting;
import dev.retinagate.modeltools.layers.Extents;
import dev.retinagate.modeltools.layers.LayerGraph;
import dev.retinagate.modeltools.layers.LayerInterpreter;
import dev.retinagate.modeltools.layers.LayerInterpreter.Planes;
import dev.retinagate.modeltools.layers.Op;
import dev.retinagate.modeltools.layers.SpaceToDepthFolding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network without shuffles, splits and squares computes what the network of the file does. The
 * tiny networks have whole numbers, whose sums are exact in any order, so equal means equal.
 */
class CompiledGraphTest {

  @TempDir private Path folder;

  @Test
  void aNetworkWithoutShufflesAndSplitsComputesTheSame() throws IOException {
    LayerGraph plain = plain(TinyNetworks.nanoDetPlus(3));

    LayerGraph routed = ChannelRouting.apply(plain);

    assertThat(count(plain, Op.Selection.class)).isGreaterThan(20);
    assertThat(count(routed, Op.Selection.class)).isZero();
    assertEqualOutputs(plain, routed);
  }

  @Test
  void aNetworkWithoutSquaresComputesTheSame() throws IOException {
    LayerGraph plain = plain(TinyNetworks.yolox(3));

    LayerGraph folded = SpaceToDepthFolding.apply(plain);

    assertThat(count(plain, Op.SpaceToDepth.class)).isOne();
    assertThat(count(folded, Op.SpaceToDepth.class)).isZero();
    assertClose(plain, folded);
  }

  private LayerGraph plain(OnnxFile file) throws IOException {
    OnnxModel model = OnnxReader.read(file.write(folder));
    Extents extents = new Extents(3, TinyNetworks.SIDE, TinyNetworks.SIDE);
    return OnnxImport.plain(OnnxConverter.convert(model, OnnxFile.INPUT, extents));
  }

  private static long count(LayerGraph graph, Class<? extends Op> kind) {
    return graph.layers().stream().filter(layer -> kind.isInstance(layer.op())).count();
  }

  private static void assertEqualOutputs(LayerGraph expected, LayerGraph actual) {
    List<Planes> results = LayerInterpreter.run(expected, picture());
    List<Planes> others = LayerInterpreter.run(actual, picture());
    for (int i = 0; i < results.size(); i++) {
      assertThat(Arrays.stream(results.get(i).values()).distinct().count()).isGreaterThan(2);
      assertThat(others.get(i).values()).as("level %d", i).isEqualTo(results.get(i).values());
    }
  }

  /** SiLU makes no whole numbers: the sums differ by what their order rounds. */
  private static void assertClose(LayerGraph expected, LayerGraph actual) {
    List<Planes> results = LayerInterpreter.run(expected, picture());
    List<Planes> others = LayerInterpreter.run(actual, picture());
    for (int i = 0; i < results.size(); i++) {
      double[] values = results.get(i).values();
      double[] found = others.get(i).values();
      for (int cell = 0; cell < values.length; cell++) {
        assertThat(Math.abs(found[cell] - values[cell]))
            .isLessThan(1e-9 * (1 + Math.abs(values[cell])));
      }
    }
  }

  private static double[] picture() {
    Random random = new Random(1);
    double[] picture = new double[3 * TinyNetworks.SIDE * TinyNetworks.SIDE];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = random.nextInt(9) - 4;
    }
    return picture;
  }
}
