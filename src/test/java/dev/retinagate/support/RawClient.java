package dev.retinagate.support;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** HTTP/1.1 by hand: sends exactly what it is told, and reads one response at a time. */
public final class RawClient implements Closeable {

  private final Socket socket;

  /** Connects to a port of loopback in cleartext. */
  public RawClient(int port) throws IOException {
    this(port, Wire.CLEARTEXT);
  }

  /** Connects to a port of loopback. */
  public RawClient(int port, Wire wire) throws IOException {
    this(wire.connect(port));
  }

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  /** A client that connects from an address of the loopback. */
  static RawClient from(String address, int port) throws IOException {
    return new RawClient(Wire.connectFrom(address, port));
  }

  public RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  public RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** A request with a body of the length that it announces. */
  public RawClient post(String pathAndQuery, String headers, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    send(
        "POST %s HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(pathAndQuery, bytes.length, headers));
    return send(bytes);
  }

  public RawClient request(String methodAndPath) throws IOException {
    return send(methodAndPath + " HTTP/1.1\r\nHost: t\r\n\r\n");
  }

  /** The next response with a body as it announces. */
  public Response response() throws IOException {
    return response(true);
  }

  /** The next response, which has no body whatever it announces: of a HEAD, or a 1xx. */
  public Response head() throws IOException {
    return response(false);
  }

  private Response response(boolean hasBody) throws IOException {
    String statusLine = line().orElseThrow(() -> new IOException("closed without a response"));
    int status = Integer.parseInt(statusLine.split(" ", -1)[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line().orElseThrow(); !line.isEmpty(); line = line().orElseThrow()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (first, next) -> first + ", " + next);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = hasBody ? socket.getInputStream().readNBytes(length) : new byte[0];
    return new Response(status, headers, Buffer.buffer(body));
  }

  /** Whether the server closes the connection now, without another byte. */
  public boolean isClosedByServer() throws IOException {
    return socket.getInputStream().read() < 0;
  }

  /** Whether something has arrived that no response has been read from yet. */
  public boolean hasUnreadBytes() throws IOException {
    return socket.getInputStream().available() > 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private Optional<String> line() throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return Optional.empty();
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return Optional.of(line.toString(StandardCharsets.ISO_8859_1));
  }

  /** A response; header names in lower case, equal ones joined as in RFC 9110, 5.3. */
  public record Response(int status, Map<String, String> headers, Buffer body) {

    public String text() {
      return body.toString();
    }

    public String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }
}
