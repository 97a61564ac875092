package dev.retinagate.modeltools.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file behind a redirect, on loopback, with the habits and faults that a test gives it. */
final class FileServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

  private final HttpServer server;
  private final List<String> requests = new ArrayList<>();
  private byte[] content;
  private String etag = "\"one\"";
  private boolean ranges = true;
  private int status = 200;

  /** Bytes after which a connection breaks; taken one by one. */
  private final List<Integer> breaks = new ArrayList<>();

  private final LongSupplier seen;

  FileServer(byte[] content) throws IOException {
    this(content, () -> Long.MAX_VALUE);
  }

  /**
   * A server whose connections break after the client has read all bytes that were sent: a client
   * that sees the break first may drop unread bytes.
   *
   * @param seen bytes of the file that the client has by now
   */
  FileServer(byte[] content, LongSupplier seen) throws IOException {
    this.content = content;
    this.seen = seen;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/moved/", this::redirect);
    server.createContext("/file", this::file);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/moved/file");
  }

  /** Each request for the file: its Range and If-Range. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  synchronized FileServer breakAfter(int... bytes) {
    for (int count : bytes) {
      breaks.add(count);
    }
    return this;
  }

  synchronized FileServer withoutRanges() {
    ranges = false;
    return this;
  }

  synchronized FileServer answering(int wanted) {
    status = wanted;
    return this;
  }

  synchronized FileServer replacing(byte[] newContent, String newEtag) {
    content = newContent;
    etag = newEtag;
    return this;
  }

  private void redirect(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Location", "/file");
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private synchronized void file(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    requests.add(range + " " + condition);
    if (status != 200) {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
      return;
    }
    int start = 0;
    if (ranges && range != null && etag.equals(condition)) {
      Matcher matcher = RANGE.matcher(range);
      start = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(start, content.length - 1, content.length));
    }
    exchange.getResponseHeaders().set("ETag", etag);
    exchange.sendResponseHeaders(start > 0 ? 206 : 200, content.length - start);
    int end = breaks.isEmpty() ? content.length : Math.min(content.length, breaks.remove(0));
    exchange.getResponseBody().write(content, start, Math.max(0, end - start));
    exchange.getResponseBody().flush();
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (seen.getAsLong() < end && System.nanoTime() - giveUp < 0) {
      Thread.onSpinWait();
    }
    // Closing before all announced bytes are sent breaks the connection.
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
