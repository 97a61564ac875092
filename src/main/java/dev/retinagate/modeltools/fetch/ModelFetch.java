package dev.retinagate.modeltools.fetch;

import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.model.Checksums;
import dev.retinagate.modeltools.CocoLabels;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.keras.KerasImport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Downloads a model and imports it. The download lies in {@code models/.fetch} until the import has
 * succeeded, so that neither an interruption nor a failed import costs it.
 */
public final class ModelFetch {

  private static final String CACHE = ".fetch";
  private static final Duration CONNECT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(CONNECT)
          .build();
  private final Download.Patience patience;

  ModelFetch(Download.Patience patience) {
    this.patience = patience;
  }

  /**
   * Fetches a model, whose name is that of its manifest.
   *
   * @param progress receives the progress of the download
   * @param warning receives a sentence for each assumption
   * @return the folder written
   * @throws ModelToolException if the file cannot be downloaded, is another than the manifest
   *     names, or cannot be imported
   */
  public static Path run(NewModel target, FetchProgress progress, Consumer<String> warning) {
    return new ModelFetch(Download.Patience.DEFAULT)
        .fetch(FetchManifest.of(target.name()), target, progress, warning);
  }

  /** Fetches the file that a manifest names, and imports it. */
  Path fetch(
      FetchManifest manifest, NewModel target, FetchProgress progress, Consumer<String> warning) {
    target.requireFree();
    Path cache = target.models().resolve(CACHE);
    Path file = cache.resolve(manifest.file());
    try {
      Files.createDirectories(cache);
      String sha256 = obtain(manifest, file, progress);
      if (manifest.knownSha256().isEmpty()) {
        warning.accept(
            "no checksum of "
                + manifest.file()
                + " is published; the downloaded file has SHA-256 "
                + sha256);
      }
      Path imported = importFile(manifest, file, target, warning);
      Files.deleteIfExists(file);
      if (isEmpty(cache)) {
        Files.deleteIfExists(cache);
      }
      return imported;
    } catch (IOException e) {
      throw new ModelToolException(
          "cannot write to " + FileNames.text(cache) + ": " + FileProblem.reason(e), e);
    }
  }

  /** Downloads the file unless it is there, and checks it; returns its checksum. */
  private String obtain(FetchManifest manifest, Path file, FetchProgress progress)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      download(manifest, file, progress);
    }
    long size = Files.size(file);
    String sha256 = Checksums.sha256(file);
    String wrong = null;
    if (manifest.knownSize().isPresent() && manifest.knownSize().get() != size) {
      wrong = "expected " + manifest.knownSize().get() + " bytes, found " + size;
    } else if (manifest.knownSha256().isPresent() && !manifest.knownSha256().get().equals(sha256)) {
      wrong = "expected the SHA-256 " + manifest.knownSha256().get() + ", found " + sha256;
    }
    if (wrong != null) {
      Files.delete(file);
      throw new ModelToolException(
          manifest.file() + " is not the file that the manifest names: " + wrong);
    }
    return sha256;
  }

  /** Tries one URL after the other. */
  private void download(FetchManifest manifest, Path file, FetchProgress progress) {
    ModelToolException first = null;
    for (URI url : manifest.urls()) {
      try {
        new Download(client, patience, url, file, progress).run();
        return;
      } catch (ModelToolException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    throw first;
  }

  private static Path importFile(
      FetchManifest manifest, Path file, NewModel target, Consumer<String> warning) {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("origin", manifest.origin());
    origin.put("licence", manifest.licence());
    KerasImport.Options options =
        new KerasImport.Options(
            manifest.importOptions().shorterSide(),
            manifest.importOptions().longerSide(),
            KerasImport.Options.conv1Padding(manifest.importOptions().conv1Padding()),
            Optional.of(CocoLabels.read()));
    return KerasImport.run(file, target, options, origin, warning);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
