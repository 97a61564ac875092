package dev.retinagate.modeltools.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.retinagate.detection.ModelDescription;
import dev.retinagate.model.Checksums;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.modeltools.NewModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches a real model over a connection that breaks twice. */
class ModelFetchIT {

  private static final Path FILE =
      Path.of(
          System.getProperty("retinagate.shared", "../shared"),
          "data/keras-retinanet/resnet50-padded.h5.gz");

  @TempDir private Path models;

  @Test
  void bringsAndImportsAModel() throws Exception {
    assumeThat(FILE).as("reference data beside the project").isRegularFile();
    try (FileServer server =
        new FileServer(Files.readAllBytes(FILE)).breakAfter(1_000_000, 3_000_000)) {
      FetchManifest manifest =
          new FetchManifest(
              "fetched",
              List.of(server.url()),
              "resnet50.h5.gz",
              "a test",
              "none",
              Files.size(FILE),
              Checksums.sha256(FILE),
              new FetchManifest.ImportOptions(800, 1333, "auto"),
              null);

      new ModelFetch(new Download.Patience(2, Duration.ZERO, Duration.ofSeconds(20)))
          .fetch(
              manifest,
              new NewModel(models, manifest.name(), false),
              (arrived, total) -> {},
              warning -> {
                throw new AssertionError("unexpected warning: " + warning);
              });

      ModelDescription model = new ModelRepository(models).open("fetched").describe();
      assertThat(model.family()).isEqualTo("retinanet");
      assertThat(model.provenance())
          .containsEntry("origin", "a test")
          .containsEntry("source-sha256", Checksums.sha256(FILE));
      assertThat(server.requests()).hasSize(3);
      assertThat(models.resolve(".fetch")).doesNotExist();
    }
  }
}
