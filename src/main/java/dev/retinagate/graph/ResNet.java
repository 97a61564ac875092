package dev.retinagate.graph;

import dev.retinagate.graph.Layers.FeatureMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A ResNet of bottleneck blocks (He et al. 2015) as keras-resnet builds it: the stride of a stage
 * is on the first block's 1×1 convolutions. Every convolution has the batch normalisation that
 * follows it folded in.
 */
public enum ResNet {
  /** 53 convolutions. */
  RESNET50(3, 4, 6, 3),
  /** 104 convolutions. */
  RESNET101(3, 4, 23, 3),
  /** 155 convolutions. */
  RESNET152(3, 8, 36, 3);

  /** The padding of the 7×7 convolution at the start. */
  public enum Conv1Padding {
    /** Three zeros on each side: keras-resnet before 0.2.0. */
    SYMMETRIC,
    /** TensorFlow's {@code same}: 2 before and 3 behind an even axis: keras-resnet 0.2.0. */
    SAME
  }

  private static final int FIRST_STAGE = 2;
  private static final int LAST_STAGE = 5;
  private static final int FIRST_STAGE_WIDTH = 64;
  private static final int EXPANSION = 4;
  private static final int CONV1_KERNEL = 7;

  @SuppressWarnings("ImmutableEnumChecker") // never handed out, never written
  private final int[] blocks;

  ResNet(int... blocks) {
    this.blocks = blocks;
  }

  /** Its name in model.yaml, such as {@code resnet50}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Names of the blocks of all stages in order, such as {@code 2a}: the stage, then a letter; in
   * the long stages 3 and 4 of 101 and 152 the letter a, then b and a number.
   */
  public List<String> blockNames() {
    List<String> names = new ArrayList<>();
    for (int stage = FIRST_STAGE; stage <= LAST_STAGE; stage++) {
      for (int block = 0; block < blocks[stage - FIRST_STAGE]; block++) {
        names.add(blockName(stage, block));
      }
    }
    return names;
  }

  private String blockName(int stage, int block) {
    boolean numbered = this != RESNET50 && (stage == 3 || stage == 4);
    return numbered && block > 0 ? stage + "b" + block : stage + "" + (char) ('a' + block);
  }

  /** The last tensors of stages 3, 4 and 5: C3, C4 and C5. */
  List<FeatureMap> build(Layers layers, FeatureMap image, Conv1Padding padding) {
    FeatureMap conv1 =
        padding == Conv1Padding.SAME
            ? layers.halvingConvolution("conv1", image, FIRST_STAGE_WIDTH, CONV1_KERNEL)
            : layers.convolution("conv1", image, FIRST_STAGE_WIDTH, CONV1_KERNEL, 2, 3);
    FeatureMap map = layers.maxPool("pool1", layers.relu("conv1_relu", conv1));
    List<FeatureMap> taps = new ArrayList<>();
    for (int stage = FIRST_STAGE; stage <= LAST_STAGE; stage++) {
      int width = FIRST_STAGE_WIDTH << (stage - FIRST_STAGE);
      for (int block = 0; block < blocks[stage - FIRST_STAGE]; block++) {
        int stride = block == 0 && stage > FIRST_STAGE ? 2 : 1;
        map = bottleneck(layers, map, "res" + blockName(stage, block), width, stride, block == 0);
      }
      taps.add(map);
    }
    return taps.subList(1, taps.size());
  }

  private static FeatureMap bottleneck(
      Layers layers, FeatureMap in, String name, int width, int stride, boolean projected) {
    FeatureMap a = layers.convolution(name + "_branch2a", in, width, 1, stride, 0);
    a = layers.relu(name + "_branch2a_relu", a);
    FeatureMap b = layers.convolution(name + "_branch2b", a, width, 3, 1, 1);
    b = layers.relu(name + "_branch2b_relu", b);
    FeatureMap c = layers.convolution(name + "_branch2c", b, EXPANSION * width, 1, 1, 0);
    FeatureMap shortcut =
        projected ? layers.convolution(name + "_branch1", in, EXPANSION * width, 1, stride, 0) : in;
    return layers.relu(name + "_relu", layers.add(name, c, shortcut));
  }
}
