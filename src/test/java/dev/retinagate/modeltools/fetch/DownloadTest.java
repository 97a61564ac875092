package dev.retinagate.modeltools.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retinagate.modeltools.ModelToolException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {

  private static final int SIZE = 300_000;
  private static final Download.Patience PATIENCE =
      new Download.Patience(3, Duration.ofMillis(1), Duration.ofSeconds(20));

  @TempDir private Path folder;
  private final List<Long> progress = new ArrayList<>();
  private volatile long seen;

  @Test
  void followsTheRedirectAndReportsProgress() throws Exception {
    try (FileServer server = new FileServer(content(1), () -> seen)) {
      run(server);

      assertThat(target()).hasBinaryContent(content(1));
      assertThat(server.requests()).containsExactly("null null");
      assertThat(progress).startsWith(0L).endsWith((long) SIZE).isSorted();
      assertNothingElse();
    }
  }

  @Test
  void goesOnWhereTheConnectionBroke() throws Exception {
    try (FileServer server = new FileServer(content(1), () -> seen).breakAfter(100_000, 200_000)) {
      run(server);

      assertThat(target()).hasBinaryContent(content(1));
      assertThat(server.requests())
          .containsExactly("null null", "bytes=100000- \"one\"", "bytes=200000- \"one\"");
    }
  }

  @Test
  void goesOnInAnotherRun() throws Exception {
    try (FileServer server =
        new FileServer(content(1), () -> seen).breakAfter(100_000).answering(200)) {
      Download.Patience once = new Download.Patience(1, Duration.ZERO, Duration.ofSeconds(20));
      assertThatThrownBy(() -> run(server.url(), once))
          .isInstanceOf(ModelToolException.class)
          .hasMessageContaining("ended after 100000 bytes")
          .hasMessageContaining("run it again");
      assertThat(target()).doesNotExist();

      run(server.url(), once);

      assertThat(target()).hasBinaryContent(content(1));
      assertThat(server.requests()).last().isEqualTo("bytes=100000- \"one\"");
    }
  }

  @Test
  void startsOverWhenTheFileHasChanged() throws Exception {
    try (FileServer server = new FileServer(content(1), () -> seen).breakAfter(100_000)) {
      Download.Patience once = new Download.Patience(1, Duration.ZERO, Duration.ofSeconds(20));
      assertThatThrownBy(() -> run(server.url(), once)).isInstanceOf(ModelToolException.class);

      server.replacing(content(2), "\"two\"");
      run(server.url(), once);

      assertThat(target()).hasBinaryContent(content(2));
    }
  }

  @Test
  void startsOverWhereTheServerKnowsNoRanges() throws Exception {
    try (FileServer server =
        new FileServer(content(1), () -> seen).withoutRanges().breakAfter(100_000)) {
      run(server);

      assertThat(target()).hasBinaryContent(content(1));
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void startsOverWhereTheVersionHasNoStrongMark() throws Exception {
    try (FileServer server =
        new FileServer(content(1), () -> seen)
            .replacing(content(1), "W/\"weak\"")
            .breakAfter(100_000)) {
      run(server);

      assertThat(target()).hasBinaryContent(content(1));
      assertThat(server.requests()).containsExactly("null null", "null null");
    }
  }

  @Test
  void doesNotRetryAMissingFile() throws Exception {
    try (FileServer server = new FileServer(content(1), () -> seen).answering(404)) {
      assertThatThrownBy(() -> run(server))
          .isInstanceOf(ModelToolException.class)
          .hasMessageContaining("expected the file, the server answered 404");
      assertThat(server.requests()).hasSize(1);
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void givesUpOnAServerThatKeepsFailing() throws Exception {
    try (FileServer server = new FileServer(content(1), () -> seen).answering(503)) {
      assertThatThrownBy(() -> run(server))
          .isInstanceOf(ModelToolException.class)
          .hasMessageContaining("the server answered 503");
      assertThat(server.requests()).hasSize(PATIENCE.attempts());
    }
  }

  @Test
  void givesUpAConnectionThatDeliversNothing() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread silent = new Thread(() -> announceAndSaySilent(server));
      silent.start();
      URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/file");
      Download.Patience hasty = new Download.Patience(1, Duration.ZERO, Duration.ofMillis(300));

      assertThatThrownBy(() -> run(url, hasty)).isInstanceOf(ModelToolException.class);
    }
  }

  /** Sends a header and one byte of ten, and then keeps the connection open. */
  private static void announceAndSaySilent(ServerSocket server) {
    try (Socket socket = server.accept();
        OutputStream out = socket.getOutputStream()) {
      out.write(
          "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      while (socket.getInputStream().read() >= 0) {
        // The request; ends when the client closes.
      }
    } catch (IOException e) {
      // The client gave up, as the test expects.
    }
  }

  private void run(FileServer server) {
    run(server.url(), PATIENCE);
  }

  private void run(URI url, Download.Patience patience) {
    HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    new Download(client, patience, url, target(), this::progressed).run();
  }

  private void progressed(long arrived, long total) {
    progress.add(arrived);
    seen = arrived;
  }

  private Path target() {
    return folder.resolve("model.h5");
  }

  private void assertNothingElse() throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(target());
    }
  }

  private static byte[] content(int seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
