package dev.retinagate.http.page;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The web page's files, all in memory: serving one never touches a disk. They are few and small; no
 * path leads to any other file. Text is compressed once, when it is loaded.
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

  /**
   * No documents: they are small, and scanners take compressed HTML by HTTPS for open to BREACH,
   * which they cannot tell from a page that reflects its request.
   */
  private static final Pattern COMPRESSIBLE = Pattern.compile("^text/(?!html)|json|yaml|svg");

  private static final int ETAG_HEX_DIGITS = 16;
  private static final String OPENAPI = "openapi.yaml";
  private static final String OPENAPI_JSON = "openapi.json";

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
   * What is made of {@code openapi.yaml}: {@code openapi.json}, the same document, and a JSON
   * Schema of each of its schemas, as {@code schemas/NAME.json}; nothing without that file. Takes a
   * tenth of a second and more when it is first called: not for event loops.
   */
  WebFiles convertedOpenApi() {
    Optional<WebFile> yaml = find(OPENAPI);
    if (yaml.isEmpty()) {
      return new WebFiles(Map.of());
    }
    OpenApiJson openApi = new OpenApiJson(yaml.get().plain().bytes().toString());
    Map<String, WebFile> converted = new HashMap<>();
    converted.put(OPENAPI_JSON, file(OPENAPI_JSON, openApi.whole().getBytes()));
    openApi
        .schemas()
        .forEach(
            (schema, json) -> {
              String name = "schemas/" + schema + ".json";
              converted.put(name, file(name, json.getBytes()));
            });
    return new WebFiles(converted);
  }

  private static WebFile file(String name, byte[] bytes) {
    String type = type(name);
    return new WebFile(
        new Content(Buffer.buffer(bytes), '"' + digest(bytes) + '"'),
        COMPRESSIBLE.matcher(type).find() ? gzipped(bytes) : Optional.empty(),
        type);
  }

  /** Another entity tag than that of the plain content: caches keep the two apart by it. */
  private static Optional<Content> gzipped(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return out.size() < bytes.length
        ? Optional.of(
            new Content(Buffer.buffer(out.toByteArray()), '"' + digest(bytes) + "-gzip\""))
        : Optional.empty();
  }

  private static String type(String name) {
    return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), OTHER_TYPE);
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest).substring(0, ETAG_HEX_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * A file as it is served.
   *
   * @param plain its content
   * @param gzipped the same compressed; empty where that is not smaller, as for pictures
   * @param contentType by its ending
   */
  public record WebFile(Content plain, Optional<Content> gzipped, String contentType) {}

  /**
   * One form of a file.
   *
   * @param bytes the body of a response
   * @param etag changes with the content, and differs between the two forms of a file
   */
  public record Content(Buffer bytes, String etag) {}
}
