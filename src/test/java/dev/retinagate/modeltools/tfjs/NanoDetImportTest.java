package dev.retinagate.modeltools.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.NewModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another network than NanoDet is refused before anything is written; ImportTfjsIT imports NanoDet.
 */
class NanoDetImportTest {

  private static final int COCO_CLASSES = 80;
  private static final int DISTANCES = 44;

  @TempDir private Path folder;

  private final TfjsFile file =
      new TfjsFile(1, 3, 8, 8)
          .integers("axis", List.of(), 2)
          .operator("LeakyRelu", "net/leaky", List.of(TfjsFile.INPUT))
          .operator("Identity", "net/transposed", List.of("net/leaky"));

  @Test
  void refusesOutputsThatAreNotSplitOffAConvolution() throws IOException {
    file.operator("Sigmoid", "net/scores", List.of("net/leaky"))
        .operator("Identity", "Identity", List.of("net/scores"))
        .output("Identity");

    assertRefused("Identity", "scores", "distances", "LeakyRelu");
  }

  @Test
  void refusesScoresWithoutASigmoid() throws IOException {
    split(COCO_CLASSES, DISTANCES)
        .operator("Identity", "Identity", List.of("net/split"))
        .output("Identity");

    assertRefused("Identity", "sigmoid scores");
  }

  @Test
  void refusesDistancesWithASigmoid() throws IOException {
    split(COCO_CLASSES, DISTANCES)
        .operator("Sigmoid", "Identity", List.of("net/split:1"))
        .output("Identity");

    assertRefused("Identity", "raw distances");
  }

  @Test
  void refusesScoresOfOtherClassesThanCoco() throws IOException {
    split(20, DISTANCES).operator("Sigmoid", "Identity", List.of("net/split")).output("Identity");

    assertRefused("Identity", "80 scores", "[20, 44]");
  }

  @Test
  void refusesDistancesThatAreNotForFourSides() throws IOException {
    split(COCO_CLASSES, DISTANCES + 1)
        .operator("Sigmoid", "Identity", List.of("net/split"))
        .output("Identity");

    assertRefused("Identity", "4 × n distances", "[80, 45]");
  }

  @Test
  void refusesAGraphWithoutOutputs() throws IOException {
    assertRefused("no outputs");
  }

  private TfjsFile split(int scores, int distances) {
    return file.integers("sizes", List.of(2), scores, distances)
        .operator("SplitV", "net/split", List.of("net/transposed", "sizes", "axis"));
  }

  private void assertRefused(String... told) throws IOException {
    Path model = file.write(folder);
    Path models = folder.resolve("models");

    assertThatThrownBy(() -> NanoDetImport.run(model, new NewModel(models, "mine", false)))
        .isInstanceOf(ModelToolException.class)
        .hasMessageContainingAll(told);
    assertThat(Files.exists(models)).as("something was written").isFalse();
  }
}
