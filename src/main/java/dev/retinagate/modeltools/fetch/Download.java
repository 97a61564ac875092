package dev.retinagate.modeltools.fetch;

import dev.retinagate.modeltools.ModelToolException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings one file, over several connections and runs if need be. What has arrived lies in {@code
 * FILE.part}; beside it, {@code FILE.part.validator} holds the server's mark of that version, so
 * that only a rest of the same version is appended (RFC 9110, If-Range). Only a whole file gets the
 * name FILE.
 */
final class Download {

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+|\\*)");
  private static final int PART_BYTES = 1 << 16;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpClient client;
  private final Patience patience;
  private final URI url;
  private final Path target;
  private final Path part;
  private final Path validator;
  private final FetchProgress progress;

  /**
   * How long to go on.
   *
   * @param attempts connections that end without a single new byte, at least 1
   * @param pause between two attempts
   * @param stall without a byte, after which a connection is given up
   */
  record Patience(int attempts, Duration pause, Duration stall) {
    static final Patience DEFAULT = new Patience(5, Duration.ofSeconds(2), Duration.ofSeconds(60));
  }

  /** No further attempt can succeed. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  Download(HttpClient client, Patience patience, URI url, Path target, FetchProgress progress) {
    this.client = client;
    this.patience = patience;
    this.url = url;
    this.target = target;
    this.part = target.resolveSibling(target.getFileName() + ".part");
    this.validator = target.resolveSibling(target.getFileName() + ".part.validator");
    this.progress = progress;
  }

  /**
   * Brings the file.
   *
   * @throws ModelToolException if the server refuses it or the connection keeps failing; what has
   *     arrived stays, so that another run goes on from there
   */
  void run() {
    int fruitless = 0;
    while (true) {
      long before = arrived();
      try {
        attempt();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(validator);
        return;
      } catch (RefusedException e) {
        throw new ModelToolException(url + ": " + e.getMessage(), e);
      } catch (IOException e) {
        fruitless = arrived() > before ? 1 : fruitless + 1;
        if (fruitless >= patience.attempts()) {
          throw new ModelToolException(
              url
                  + ": the download ended after "
                  + arrived()
                  + " bytes: "
                  + e.getMessage()
                  + "; run it again to go on from there",
              e);
        }
        sleep();
      }
    }
  }

  /** One connection. */
  private void attempt() throws IOException {
    long offset = resumable() ? arrived() : 0;
    HttpResponse<InputStream> response = request(offset);
    try (InputStream body = response.body()) {
      int status = response.statusCode();
      if (status == PARTIAL && startOf(response.headers()) == offset) {
        receive(body, offset, totalOf(response.headers()));
      } else if (status == OK) {
        remember(response.headers());
        receive(body, 0, response.headers().firstValueAsLong("Content-Length").orElse(-1));
      } else if (status == PARTIAL || status == RANGE_NOT_SATISFIABLE) {
        Files.deleteIfExists(validator);
        throw new IOException("the server has no rest of this version; starting over");
      } else if (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS) {
        throw new IOException("the server answered " + status);
      } else {
        throw new RefusedException("expected the file, the server answered " + status);
      }
    }
  }

  private HttpResponse<InputStream> request(long offset) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(patience.stall());
    if (offset > 0) {
      request.header("Range", "bytes=" + offset + "-");
      request.header("If-Range", Files.readString(validator));
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException("interrupted");
    }
  }

  private void receive(InputStream body, long offset, long total) throws IOException {
    try (FileChannel file =
            FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Watchdog watchdog = new Watchdog(body, patience.stall())) {
      file.truncate(offset);
      file.position(offset);
      byte[] bytes = new byte[PART_BYTES];
      long arrived = offset;
      progress.update(arrived, total);
      for (int read = body.read(bytes); read >= 0; read = body.read(bytes)) {
        watchdog.feed();
        write(file, ByteBuffer.wrap(bytes, 0, read));
        arrived += read;
        progress.update(arrived, total);
      }
      file.force(true);
      if (total >= 0 && arrived != total) {
        throw new IOException("expected " + total + " bytes, got " + arrived);
      }
    }
  }

  /** A full disk stays full; another attempt would fail as well. */
  private void write(FileChannel file, ByteBuffer bytes) throws RefusedException {
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new RefusedException("cannot write " + part + ": " + e.getMessage());
    }
  }

  private boolean resumable() {
    return Files.isRegularFile(part) && Files.isRegularFile(validator);
  }

  private long arrived() {
    try {
      return Files.exists(part) ? Files.size(part) : 0;
    } catch (IOException e) {
      throw new ModelToolException("cannot read " + part + ": " + e.getMessage(), e);
    }
  }

  /** Keeps the version's mark for If-Range, which takes no weak one. */
  private void remember(HttpHeaders headers) throws IOException {
    Optional<String> mark =
        headers
            .firstValue("ETag")
            .filter(tag -> !tag.startsWith("W/"))
            .or(() -> headers.firstValue("Last-Modified"));
    Files.deleteIfExists(validator);
    if (mark.isPresent()) {
      Files.writeString(validator, mark.get());
    }
  }

  private static long startOf(HttpHeaders headers) {
    Matcher range = CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
    return range.matches() ? Long.parseLong(range.group(1)) : -1;
  }

  private static long totalOf(HttpHeaders headers) {
    Matcher range = CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
    return range.matches() && !range.group(3).equals("*") ? Long.parseLong(range.group(3)) : -1;
  }

  private void sleep() {
    try {
      Thread.sleep(patience.pause().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelToolException(url + ": interrupted", e);
    }
  }
}
