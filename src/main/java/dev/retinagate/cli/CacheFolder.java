package dev.retinagate.cli;

import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigException;
import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The folder where the libraries unpack their native code, some 290 MB. By default each library has
 * a place of its own in the home; the home of a container or a service is often read-only.
 */
final class CacheFolder {

  /** The property that each library reads when it is loaded, and its folder. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "DJL_CACHE_DIR", "djl",
          "ENGINE_CACHE_DIR", "djl",
          "org.bytedeco.javacpp.cachedir", "javacpp",
          "jna.tmpdir", "jna",
          "vertx.cacheDirBase", "vertx");

  private CacheFolder() {}

  /**
   * Has the libraries use the configured folder. Only libraries that are not loaded yet follow.
   *
   * @throws ConfigException if it cannot be made
   */
  static void use(Config config) throws ConfigException {
    if (config.node().cacheDirectory().isEmpty()) {
      return;
    }
    Path folder = config.node().cacheDirectory().get().toAbsolutePath();
    if (!FileNames.text(folder).equals(folder.toString())) {
      throw fault(folder, "the locale lacks characters of its name, set LC_ALL=C.UTF-8");
    }
    try {
      for (Map.Entry<String, String> property : PROPERTIES.entrySet()) {
        Path own = Files.createDirectories(folder.resolve(property.getValue()));
        System.setProperty(property.getKey(), own.toString());
      }
    } catch (IOException e) {
      throw fault(folder, FileProblem.reason(e));
    }
  }

  private static ConfigException fault(Path folder, String reason) {
    return new ConfigException(
        List.of(
            "node.cache-directory: '%s' cannot be used: %s"
                .formatted(FileNames.text(folder), reason)));
  }
}
