package dev.retinagate.loadtest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A picture posted on a connection of its own, as often as wanted. Gatling does not distinguish a
 * refused connection from a broken one; here a broken one has no answer. Safe to use from any
 * thread.
 */
final class LonePost {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int STATUS_FROM = "HTTP/1.1 ".length();
  private static final int STATUS_TO = STATUS_FROM + 3;
  private static final int PIECE_BYTES = 64 << 10;

  private final InetSocketAddress address;
  private final byte[] head;
  private final byte[] body;

  LonePost(InetSocketAddress address, Picture picture) {
    this.address = address;
    body = picture.bytes();
    head =
        ("POST /detect HTTP/1.1\r\nHost: "
                + address.getHostString()
                + "\r\nConnection: close\r\nContent-Type: "
                + picture.type()
                + "\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Sends it, and waits for the answer.
   *
   * @param from own address, on the loopback
   * @return the whole answer, or the part that arrived; empty if the connection broke
   */
  String send(InetAddress from) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(address, (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      try {
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), PIECE_BYTES);
        out.write(head);
        out.write(body);
        out.flush();
      } catch (IOException refused) {
        // The answer may arrive before the end of the body.
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      return "";
    }
  }

  /** The three digits of an answer's status; empty if the answer has none. */
  static Optional<String> status(String answer) {
    return answer.length() > STATUS_TO
        ? Optional.of(answer.substring(STATUS_FROM, STATUS_TO))
        : Optional.empty();
  }
}
