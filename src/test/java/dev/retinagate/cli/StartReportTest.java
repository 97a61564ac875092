package dev.retinagate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigException;
import dev.retinagate.config.ConfigLoader;
import dev.retinagate.detection.Labels;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.detection.Thresholds;
import dev.retinagate.node.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StartReportTest {

  private static final int CORES = 2;

  @Test
  void namesAddressesPrecisionAndTheFileThatWasRead() throws Exception {
    Config config = config(Map.of("workers.count", "1"));

    assertThat(
            StartReport.serving(
                config,
                List.of(model("nanodet")),
                new Ports(OptionalInt.of(8080), OptionalInt.empty(), 9090),
                Optional.of(Path.of("conf/retinagate.yaml"))))
        .isEqualTo(
            "serving net (int8, avx512_vnni) on http://0.0.0.0:8080/, management on http://127.0.0.1:9090/,"
                + " 1 worker of 2 engine threads, configuration conf/retinagate.yaml");
  }

  @Test
  void saysThatNoFileWasReadAndPutsAnAddressOfIpv6InBrackets() throws Exception {
    Config config = config(Map.of("http.host", "::1"));

    assertThat(
            StartReport.serving(
                config,
                List.of(model("nanodet")),
                new Ports(OptionalInt.of(80), OptionalInt.of(443), 81),
                Optional.empty()))
        .startsWith(
            "serving net (int8, avx512_vnni) on http://[::1]:80/ and https://[::1]:443/, management on ")
        .endsWith(", 2 workers of 1 engine thread, no configuration file");
  }

  @Test
  void warnsOnceOfMoreWorkersThanCoresWithTheMemoryThatTheyHold() throws Exception {
    Config config = config(Map.of("workers.count", "64"));

    assertThat(StartReport.warnOfTooManyWorkers(config, List.of(model("nanodet")), CORES))
        .contains(
            "workers.count 64 on 2 cores: they do no more work than 2, and hold some 3840 MB,"
                + " 60 MB each");
    assertThat(StartReport.warnOfTooManyWorkers(config, List.of(model("retinanet")), CORES))
        .hasValueSatisfying(warning -> assertThat(warning).endsWith("64000 MB, 1000 MB each"));
  }

  @Test
  void isSilentUpToAWorkerACore() throws Exception {
    Config config = config(Map.of("workers.count", "2"));

    assertThat(StartReport.warnOfTooManyWorkers(config, List.of(model("nanodet")), CORES))
        .isEmpty();
  }

  @Test
  void severalModelsHaveTheirExpectedMemoryTold() throws Exception {
    List<ModelDescription> models = List.of(model("nanodet"), model("retinanet"));

    assertThat(StartReport.memoryOfModels(config(Map.of()), models))
        .contains(
            "2 models, all in each worker: 3 workers, slow lane included, hold some 3180 MB of"
                + " networks, 1060 MB each (twice in a reload)");
    assertThat(
            StartReport.memoryOfModels(
                config(Map.of("model.name", "a,b", "workers.per-model", "1")), models))
        .contains(
            "2 models, one in each worker: 4 workers, slow lane included, hold some 2120 MB of"
                + " networks, 530 MB each (twice in a reload)");
    assertThat(StartReport.memoryOfModels(config(Map.of()), List.of(model("nanodet")))).isEmpty();
  }

  private static Config config(Map<String, String> flags) throws ConfigException {
    return new ConfigLoader(CORES).defaultsBut(flags);
  }

  private static ModelDescription model(String family) {
    return new ModelDescription(
        "net",
        family,
        "int8",
        "avx512_vnni",
        Map.of(),
        new Thresholds(0.5f, 0.5f, 300),
        new Labels(List.of("cat")),
        Map.of(),
        Map.of());
  }
}
