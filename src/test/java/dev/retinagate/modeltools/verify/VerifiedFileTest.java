package dev.retinagate.modeltools.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.model.ModelRepository;
import dev.retinagate.model.ModelSpec;
import dev.retinagate.model.PrecisionLoss;
import dev.retinagate.modeltools.ModelToolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedFileTest {

  private static final PrecisionLoss LOSS =
      new PrecisionLoss(true, 10, "avx512_bf16", 40, 0, 0, 0.01, 1.25, Map.of());

  @TempDir private Path models;

  private Path copyOfTheBuiltIn(String remark) throws Exception {
    Path folder = Files.createDirectory(models.resolve("mine"));
    ModelSpec spec = ModelRepository.builtIn().spec();
    Files.writeString(folder.resolve(ModelSpec.FILE), remark + spec.toYaml());
    return folder;
  }

  @Test
  void changesItsOwnSectionAndNothingElse() throws Exception {
    Path folder = copyOfTheBuiltIn("# Ours, do not touch.\n");
    String before = Files.readString(folder.resolve(ModelSpec.FILE));
    ModelSpec spec = new ModelRepository(models).open("mine").spec();

    VerifiedFile.write(folder, spec.verified("bf16", LOSS));

    ModelSpec written = new ModelRepository(models).open("mine").spec();
    assertThat(written).isEqualTo(spec.verified("bf16", LOSS));
    assertThat(Files.readString(folder.resolve(ModelSpec.FILE)))
        .startsWith("# Ours, do not touch.\n")
        .contains(before.lines().filter(line -> line.startsWith("provenance")).toList())
        .endsWith("\n");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("no file is left over").hasSize(1);
    }
  }

  @Test
  void isTheSameTextWhenWrittenAgain() throws Exception {
    Path folder = copyOfTheBuiltIn("");
    ModelSpec spec = new ModelRepository(models).open("mine").spec().verified("bf16", LOSS);
    VerifiedFile.write(folder, spec);
    String once = Files.readString(folder.resolve(ModelSpec.FILE));

    VerifiedFile.write(folder, spec);

    assertThat(Files.readString(folder.resolve(ModelSpec.FILE)))
        .isEqualTo(once)
        .isEqualTo(spec.toYaml().replaceFirst("name: mine", "name: nanodet-g"));
  }

  @Test
  void replacesTheSectionBetweenOthers() {
    assertThat(
            VerifiedFile.replaced(
                "a: 1\nverified:\n  int8: {accepted: true,\n    pictures: 3}\nb: 2\n",
                "verified:\n  bf16: {}\n"))
        .isEqualTo("a: 1\nverified:\n  bf16: {}\nb: 2\n");
  }

  @Test
  void addsTheSectionToAFileWithoutOne() {
    assertThat(VerifiedFile.replaced("a: 1", "verified: {}\n")).isEqualTo("a: 1\nverified: {}\n");
  }

  @Test
  void namesTheFileThatCannotBeWritten() {
    ModelSpec spec = ModelRepository.builtIn().spec();

    assertThatThrownBy(() -> VerifiedFile.write(models.resolve("gone"), spec))
        .isInstanceOf(ModelToolException.class)
        .hasMessageContaining("gone")
        .hasMessageContaining("there is no such file");
  }
}
