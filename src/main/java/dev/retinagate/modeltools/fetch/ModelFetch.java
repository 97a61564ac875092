package dev.retinagate.modeltools.fetch;

import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.model.Checksums;
import dev.retinagate.modeltools.CocoLabels;
import dev.retinagate.modeltools.ModelToolException;
import dev.retinagate.modeltools.NewModel;
import dev.retinagate.modeltools.keras.KerasImport;
import dev.retinagate.modeltools.onnx.OnnxImport;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Downloads a model and imports it. The download lies in {@code models/.fetch} until the import has
 * succeeded, so that neither an interruption nor a failed import costs it.
 */
public final class ModelFetch {

  private static final String CACHE = ".fetch";
  private static final int SHA256_DIGITS = 64;
  private static final Duration CONNECT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(CONNECT)
          .proxy(new EnvironmentProxies(System.getenv()))
          .build();
  private final Download.Patience patience;

  ModelFetch(Download.Patience patience) {
    this.patience = patience;
  }

  /**
   * What the user may tell.
   *
   * @param mirror a folder, or the URL of one, that holds the file under its name
   * @param sha256 of the file, which is then checked, in hex
   */
  public record Options(Optional<String> mirror, Optional<String> sha256) {

    /** Checks the checksum's form. */
    public Options {
      if (!sha256.orElse("0".repeat(SHA256_DIGITS)).matches("[0-9a-fA-F]{" + SHA256_DIGITS + "}")) {
        throw new ModelToolException(
            "--sha256: expected " + SHA256_DIGITS + " hex digits, found '" + sha256.get() + "'");
      }
    }
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
  public static Path run(
      NewModel target, Options options, FetchProgress progress, Consumer<String> warning) {
    return new ModelFetch(Download.Patience.DEFAULT)
        .fetch(told(FetchManifest.of(target.name()), options), target, progress, warning);
  }

  /** The manifest with what the user told. */
  static FetchManifest told(FetchManifest manifest, Options options) {
    FetchManifest told = manifest;
    if (options.mirror().isPresent()) {
      told = told.from(List.of(mirrored(options.mirror().get(), manifest.file())));
    }
    return options.sha256().isPresent()
        ? told.withSha256(options.sha256().get().toLowerCase(Locale.ROOT))
        : told;
  }

  private static URI mirrored(String place, String file) {
    if (place.startsWith("http://") || place.startsWith("https://")) {
      try {
        return new URI(place.endsWith("/") ? place + file : place + "/" + file);
      } catch (URISyntaxException e) {
        throw new ModelToolException("--from: " + place + " is no address", e);
      }
    }
    return FileNames.path(place).resolve(file).toUri();
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
        if (url.getScheme().equals("file")) {
          copy(Path.of(url), file);
        } else {
          new Download(client, patience, url, file, progress).run();
        }
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

  private static void copy(Path source, Path file) {
    try {
      Files.copy(source, file);
    } catch (IOException e) {
      throw new ModelToolException(
          FileNames.text(source) + " cannot be read: " + FileProblem.reason(e), e);
    }
  }

  private static Path importFile(
      FetchManifest manifest, Path file, NewModel target, Consumer<String> warning) {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("origin", manifest.origin());
    origin.put("licence", manifest.licence());
    if (manifest.onnxFamily() != null) {
      OnnxImport.Options told =
          new OnnxImport.Options(
              Optional.of(manifest.onnxFamily()),
              Optional.empty(),
              Optional.of(CocoLabels.read()),
              origin);
      return OnnxImport.run(file, target, told, warning);
    }
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
