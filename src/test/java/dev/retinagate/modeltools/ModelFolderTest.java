package dev.retinagate.modeltools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.detection.Thresholds;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.model.ModelSpec;
import dev.retinagate.support.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {

  @TempDir private Path models;

  @Test
  void aCommittedFolderIsAModelOfTheRepository() throws IOException {
    Path written = write("mine", "first");

    assertThat(written).isEqualTo(models.resolve("mine"));
    assertThat(new ModelRepository(models).open("mine").symbolJson()).isEqualTo("first");
    assertThat(names()).containsExactly("mine");
  }

  @Test
  void replacesAnOlderModelOfTheSameName() throws IOException {
    write("mine", "first");
    write("mine", "second");

    assertThat(new ModelRepository(models).open("mine").symbolJson()).isEqualTo("second");
    assertThat(names()).containsExactly("mine");
  }

  @Test
  void leavesNothingWhenWritingFails() throws IOException {
    assertThatThrownBy(
            () -> {
              try (ModelFolder folder = new ModelFolder(new NewModel(models, "mine", true))) {
                folder.write(
                    "network.params",
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    });
              }
            })
        .isInstanceOf(ModelToolException.class)
        .hasMessageContaining("network.params")
        .hasMessageContaining("No space left on device");
    assertThat(names()).isEmpty();
  }

  @Test
  void keepsTheOlderModelWhenWritingTheNewOneFails() throws IOException {
    write("mine", "first");
    try (ModelFolder folder = new ModelFolder(new NewModel(models, "mine", true))) {
      folder.write("symbol.json", out -> out.write('x'));
    }

    assertThat(new ModelRepository(models).open("mine").symbolJson()).isEqualTo("first");
    assertThat(names()).containsExactly("mine");
  }

  @Test
  void refusesToReplaceAnOlderModelUnlessForced() {
    write("mine", "first");

    assertThatThrownBy(() -> new ModelFolder(new NewModel(models, "mine", false)).close())
        .isInstanceOf(ModelToolException.class)
        .hasMessage(
            models.resolve("mine")
                + " exists already; choose another --name, or replace it with --force");
    assertThat(new ModelRepository(models).open("mine").symbolJson()).isEqualTo("first");
  }

  @Test
  @Timeout(60)
  void leavesNothingWhenTheProcessEndsMeanwhile() throws Exception {
    write("mine", "first");

    Process process = ChildJvm.start(Writing.class, "-Dmodels=" + models);

    assertThat(process.getInputStream().readAllBytes()).asString().contains("written");
    assertThat(process.waitFor()).isEqualTo(Writing.STATUS);
    assertThat(names()).containsExactly("mine");
    assertThat(new ModelRepository(models).open("mine").symbolJson()).isEqualTo("first");
  }

  @Test
  void nothingIsWrittenOnceTheProcessEnds() throws IOException {
    try (ModelFolder folder = new ModelFolder(new NewModel(models, "mine", false))) {
      folder.write("symbol.json", out -> out.write('x'));
      ModelFolder.abandonAll();

      assertThatThrownBy(() -> folder.write("network.params", out -> out.write('x')))
          .isInstanceOf(ModelToolException.class)
          .hasMessage("the process ends: " + models.resolve("mine") + " is not written");
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void refusesANameThatIsNoFolderName() {
    assertThatThrownBy(() -> new NewModel(models, "../mine", false))
        .isInstanceOf(ModelToolException.class);
  }

  private Path write(String name, String symbol) {
    try (ModelFolder folder = new ModelFolder(new NewModel(models, name, true))) {
      ModelSpec.ModelFile file =
          folder.write("symbol.json", out -> out.write(symbol.getBytes(StandardCharsets.UTF_8)));
      return folder.commit(
          new ModelSpec(
              name,
              "nanodet",
              "fp32",
              Map.of("symbol", file),
              Map.of(),
              new Thresholds(0.5f, 0.5f, 10),
              List.of("cat"),
              Map.of("origin", "a test")));
    }
  }

  /** A process that ends while it writes a model. */
  static final class Writing {

    static final int STATUS = 7;

    private Writing() {}

    public static void main(String[] arguments) {
      Path models = Path.of(System.getProperty("models"));
      try (ModelFolder folder = new ModelFolder(new NewModel(models, "mine", true))) {
        folder.write("symbol.json", out -> out.write('x'));
        System.out.println("written");
        System.exit(STATUS);
      }
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> paths = Files.list(models)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
