package dev.retinagate.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLException;

/** Bytes, all sent at once, and how it goes on. */
final class Http1Attack implements Attack {

  /**
   * Stands behind what ends a request for some readers and not for others. Answered under its id,
   * it would have been smuggled.
   */
  static final String SMUGGLED =
      "GET /models HTTP/1.1\r\nHost: t\r\nX-Request-Id: smuggled\r\nConnection: close\r\n\r\n";

  private static final int BUFFER = 8 << 10;

  /** What has to follow. */
  enum Ending {
    /** One answer, a problem with the request, and the node closes. */
    REFUSED,
    /** Any answers, and the node closes. */
    CLOSED,
    /** One answer at least, and the node closes. */
    ANSWERED,
    /** The client leaves without waiting. */
    ABANDONED
  }

  private final byte[] bytes;
  private final Ending ending;

  private Http1Attack(byte[] bytes, Ending ending) {
    this.bytes = bytes;
    this.ending = ending;
  }

  /** An attack of a character a byte (ISO 8859-1). */
  static Http1Attack of(String text, Ending ending) {
    return of(text.getBytes(StandardCharsets.ISO_8859_1), ending);
  }

  static Http1Attack of(byte[] bytes, Ending ending) {
    return new Http1Attack(bytes, ending);
  }

  @Override
  public List<String> carryOut(Wire wire, int port) throws IOException {
    try (Socket socket = wire.connect(port)) {
      boolean reset = send(socket);
      if (ending == Ending.ABANDONED) {
        return List.of("left");
      }
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      reset |= receive(socket, received);
      return judge(Http1Answers.parse(received.toByteArray(), !reset));
    }
  }

  private List<String> judge(List<Http1Answers.Answer> answers) {
    assertThat(answers)
        .as("nothing was smuggled by %s", this)
        .noneMatch(answer -> answer.requestId().equals("smuggled"));
    if (ending == Ending.REFUSED) {
      assertThat(answers).as(toString()).hasSize(1);
      assertThat(answers.get(0).status()).as(toString()).isEqualTo(400);
      assertThat(answers.get(0).headers()).as(toString()).containsEntry("connection", "close");
    } else if (ending == Ending.ANSWERED) {
      assertThat(answers).as(toString()).isNotEmpty();
    }
    return answers.isEmpty()
        ? List.of("closed")
        : answers.stream().map(answer -> String.valueOf(answer.status())).toList();
  }

  /** Whether the node closed before all was sent. */
  private boolean send(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
      return false;
    } catch (SocketException | SSLException closed) {
      return true;
    }
  }

  /** Whether the node closed without having read everything. */
  private static boolean receive(Socket socket, ByteArrayOutputStream received) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int n = socket.getInputStream().read(buffer);
          n >= 0;
          n = socket.getInputStream().read(buffer)) {
        received.write(buffer, 0, n);
      }
      return false;
    } catch (SocketException | SSLException closed) {
      return true;
    }
  }

  @Override
  public String toString() {
    int shown = Math.min(bytes.length, 400);
    return new String(bytes, 0, shown, StandardCharsets.ISO_8859_1)
        .replace("\r", "\\r")
        .replace("\n", "\\n");
  }
}
