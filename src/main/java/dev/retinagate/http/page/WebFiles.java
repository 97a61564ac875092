package dev.retinagate.http.page;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The web page's files, all in memory: serving one never touches a disk. They are few and small; no
 * path leads to any other file.
 */
public final class WebFiles {

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "yaml", "application/yaml",
          "svg", "image/svg+xml",
          "png", "image/png",
          "jpg", "image/jpeg",
          "ico", "image/x-icon",
          "woff2", "font/woff2");
  private static final String OTHER_TYPE = "application/octet-stream";
  private static final int ETAG_HEX_DIGITS = 16;
  private static final String OPENAPI = "openapi.yaml";

  private final Map<String, WebFile> files;

  private WebFiles(Map<String, WebFile> files) {
    this.files = Map.copyOf(files);
  }

  /**
   * Reads all files below a folder of the classpath. Blocking: not for event loops.
   *
   * @param folder its name; a folder that does not exist has no files
   */
  public static WebFiles load(String folder) throws IOException {
    URL url = WebFiles.class.getClassLoader().getResource(folder);
    if (url == null) {
      return new WebFiles(Map.of());
    }
    URI uri;
    try {
      uri = url.toURI();
    } catch (URISyntaxException e) {
      throw new IOException("cannot read " + url, e);
    }
    if (!"jar".equals(uri.getScheme())) {
      return new WebFiles(readAll(Path.of(uri)));
    }
    try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
      return new WebFiles(readAll(jar.getPath(folder)));
    }
  }

  /** The file at a path below the folder, such as {@code assets/page.js}. */
  public Optional<WebFile> find(String path) {
    return Optional.ofNullable(files.get(path));
  }

  private static Map<String, WebFile> readAll(Path root) throws IOException {
    Map<String, WebFile> files = new HashMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        byte[] bytes = Files.readAllBytes(file);
        files.put(name, file(name, bytes));
      }
    }
    return files;
  }

  /**
   * A JSON Schema of each schema of {@code openapi.yaml}, as {@code schemas/NAME.json}; none
   * without that file. Takes a tenth of a second and more when it is first called: not for event
   * loops.
   */
  WebFiles schemas() {
    Map<String, WebFile> schemas = new HashMap<>();
    find(OPENAPI)
        .map(openApi -> Schemas.of(openApi.bytes().toString()))
        .orElse(Map.of())
        .forEach(
            (schema, json) -> {
              String name = "schemas/" + schema + ".json";
              schemas.put(name, file(name, json.getBytes()));
            });
    return new WebFiles(schemas);
  }

  private static WebFile file(String name, byte[] bytes) {
    return new WebFile(Buffer.buffer(bytes), type(name), etag(bytes));
  }

  private static String type(String name) {
    return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), OTHER_TYPE);
  }

  private static String etag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest).substring(0, ETAG_HEX_DIGITS) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * A file as it is served.
   *
   * @param bytes its content
   * @param contentType by its ending
   * @param etag changes with the content
   */
  public record WebFile(Buffer bytes, String contentType, String etag) {}
}
