package dev.retinagate.modeltools.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.detection.ModelDescription;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.onnx.TinyNetworks;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is served is no model, so the import must refuse it; a real one is imported by an IT. */
class ModelFetchTest {

  private static final byte[] CONTENT = "no model".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path models;
  private final List<String> warnings = new ArrayList<>();

  @Test
  void refusesAFileOfAnotherChecksum() throws Exception {
    try (FileServer server = new FileServer(CONTENT)) {
      FetchManifest manifest = manifest(server.url(), (long) CONTENT.length, "0".repeat(64));

      assertThatThrownBy(() -> fetch(manifest))
          .isInstanceOf(ModelToolException.class)
          .hasMessageContaining("is not the file that the manifest names")
          .hasMessageContaining("expected the SHA-256 000");
      assertThat(models.resolve(".fetch/file.h5")).doesNotExist();
    }
  }

  @Test
  void refusesAFileOfAnotherSize() throws Exception {
    try (FileServer server = new FileServer(CONTENT)) {
      assertThatThrownBy(() -> fetch(manifest(server.url(), 9L, null)))
          .hasMessageContaining("expected 9 bytes, found 8");
    }
  }

  @Test
  void keepsTheDownloadWhereTheImportFails() throws Exception {
    try (FileServer server = new FileServer(CONTENT)) {
      FetchManifest manifest = manifest(server.url(), null, null);

      assertThatThrownBy(() -> fetch(manifest)).hasMessageContaining("it is no HDF5 file");
      assertThatThrownBy(() -> fetch(manifest)).hasMessageContaining("it is no HDF5 file");

      assertThat(server.requests()).hasSize(1);
      assertThat(models.resolve("test-model")).doesNotExist();
      assertThat(warnings).first().asString().contains("no checksum of file.h5 is published");
    }
  }

  @Test
  void triesTheNextUrl() throws Exception {
    try (FileServer gone = new FileServer(CONTENT).answering(404);
        FileServer server = new FileServer(CONTENT)) {
      FetchManifest both =
          new FetchManifest(
              "test-model",
              List.of(gone.url(), server.url()),
              "file.h5",
              "test",
              "none",
              null,
              null,
              new FetchManifest.ImportOptions(800, 1333, "auto"),
              null);

      assertThatThrownBy(() -> fetch(both)).hasMessageContaining("it is no HDF5 file");
    }
  }

  @Test
  void carriesAManifestOfThePublishedModel() {
    FetchManifest manifest = FetchManifest.of("retinanet-resnet50-coco");

    assertThat(manifest.file()).isEqualTo("resnet50_coco_best_v2.1.0.h5");
    assertThat(manifest.urls()).allMatch(url -> url.getScheme().equals("https"));
  }

  @Test
  void namesTheKnownManifests() {
    assertThatThrownBy(() -> FetchManifest.of("yolo"))
        .hasMessageContainingAll(FetchManifest.KNOWN.toArray(String[]::new));
  }

  @ParameterizedTest
  @FieldSource("dev.retinagate.modeltools.fetch.FetchManifest#KNOWN")
  void carriesEachManifestThatItNames(String name) {
    FetchManifest manifest = FetchManifest.of(name);

    assertThat(manifest.name()).isEqualTo(name);
    assertThat(manifest.licence()).isNotEmpty();
  }

  @Test
  void importsAnOnnxFileOfTheFamilyThatTheManifestNames() throws Exception {
    try (FileServer server = new FileServer(CONTENT)) {
      FetchManifest manifest = onnx(server.url());

      assertThatThrownBy(() -> fetch(manifest)).hasMessageContaining("no whole ONNX file");
    }
  }

  @Test
  void bringsAnOnnxModelOverABrokenConnection() throws Exception {
    byte[] file = TinyNetworks.yoloxFile();
    try (FileServer server = new FileServer(file).breakAfter(file.length / 2)) {
      fetch(onnx(server.url()));

      assertThat(server.requests()).hasSize(2);
    }

    ModelDescription model = new ModelRepository(models).open("test-model").describe();
    assertThat(model.family()).isEqualTo("yolox");
    assertThat(model.labelNames().size()).isEqualTo(80);
    assertThat(model.provenance()).containsEntry("origin", "test");
  }

  @Test
  void takesTheFileFromAFolder(@TempDir Path mirror) throws Exception {
    Files.write(mirror.resolve("file.onnx"), CONTENT);

    FetchManifest told = told(mirror.toString(), null);

    assertThatThrownBy(() -> fetch(told)).hasMessageContaining("no whole ONNX file");
  }

  @Test
  void saysThatTheFolderLacksTheFile(@TempDir Path mirror) {
    assertThatThrownBy(() -> fetch(told(mirror.toString(), null)))
        .isInstanceOf(ModelToolException.class)
        .hasMessageContaining(mirror.resolve("file.onnx").toString());
  }

  @Test
  void takesTheFileFromTheAddressOfAMirror() {
    assertThat(told("http://mirror.example/models", null).urls())
        .containsExactly(URI.create("http://mirror.example/models/file.onnx"));
  }

  @Test
  void checksTheChecksumThatIsTold(@TempDir Path mirror) throws Exception {
    Files.write(mirror.resolve("file.onnx"), CONTENT);

    assertThatThrownBy(() -> fetch(told(mirror.toString(), "0".repeat(64))))
        .hasMessageContaining("expected the SHA-256 000");
  }

  @Test
  void refusesAChecksumThatIsNone() {
    assertThatThrownBy(() -> told(null, "abc")).hasMessageContainingAll("--sha256", "64", "abc");
  }

  private static FetchManifest told(String mirror, String sha256) {
    return ModelFetch.told(
        onnx(URI.create("https://example.org/file.onnx")),
        new ModelFetch.Options(Optional.ofNullable(mirror), Optional.ofNullable(sha256)));
  }

  private static FetchManifest onnx(URI url) {
    return new FetchManifest(
        "test-model", List.of(url), "file.onnx", "test", "none", null, null, null, "yolox");
  }

  private void fetch(FetchManifest manifest) {
    new ModelFetch(new Download.Patience(2, Duration.ZERO, Duration.ofSeconds(20)))
        .fetch(
            manifest,
            new NewModel(models, "test-model", false),
            (arrived, total) -> {},
            warnings::add);
  }

  private static FetchManifest manifest(URI url, Long size, String sha256) {
    return new FetchManifest(
        "test-model",
        List.of(url),
        "file.h5",
        "test",
        "none",
        size,
        sha256,
        new FetchManifest.ImportOptions(800, 1333, "auto"),
        null);
  }
}
