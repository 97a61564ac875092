package dev.retinagate.abuse;

import static dev.retinagate.abuse.Noise.between;
import static dev.retinagate.abuse.Noise.bytes;
import static dev.retinagate.abuse.Noise.oneOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.TestCertificate;
import dev.retinagate.support.Wire;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** TLS that is none, that ends early, or that carries another protocol than was agreed on. */
final class TlsAttacks {

  private static final String REQUEST = "GET /health HTTP/1.1\r\nHost: t\r\n\r\n";
  private static final byte ALERT = 21;
  private static final byte HANDSHAKE = 22;
  private static final byte APPLICATION_DATA = 23;
  private static final int MAX_RECORD_BYTES = 1 << 14;

  private TlsAttacks() {}

  static List<Kind> kinds() {
    return List.of(
        Kind.of("tls cleartext", 300, TlsAttacks::cleartext),
        Kind.of("tls records", 500, TlsAttacks::brokenRecord),
        Kind.of("tls handshakes", 300, TlsAttacks::unendedHandshake),
        Kind.of("tls broken later", 300, TlsAttacks::brokenLater),
        Kind.of("tls other protocol", 300, TlsAttacks::otherProtocol));
  }

  /** Is not answered in cleartext. */
  private static Attack cleartext(Random random) {
    byte[] bytes =
        oneOf(random, REQUEST, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "POST /detect HTTP/1.0\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    return (wire, port) -> refused(port, bytes);
  }

  /** A type or a version that does not exist. */
  private static Attack brokenRecord(Random random) {
    byte[] noise = bytes(random, between(random, 5, 2_000));
    noise[0] = (byte) (random.nextBoolean() ? between(random, 30, 120) : HANDSHAKE);
    noise[1] = 9;
    return (wire, port) -> refused(port, noise);
  }

  private static List<String> refused(int port, byte[] bytes) throws IOException {
    try (Socket socket = Wire.CLEARTEXT.connect(port)) {
      socket.getOutputStream().write(bytes);
      byte[] answer = socket.getInputStream().readAllBytes();
      if (answer.length == 0) {
        return List.of("closed");
      }
      assertThat(answer[0]).as("type of the first record").isEqualTo(ALERT);
      return List.of("alert");
    } catch (SocketException closed) {
      return List.of("closed");
    }
  }

  /** The client leaves in the middle of its first message. */
  private static Attack unendedHandshake(Random random) {
    int length = between(random, 1, MAX_RECORD_BYTES);
    byte[] begun = bytes(random, between(random, 6, length + 5));
    begun[0] = HANDSHAKE;
    begun[1] = 3;
    begun[2] = 1;
    begun[3] = (byte) (length >> 8);
    begun[4] = (byte) length;
    return (wire, port) -> {
      try (Socket socket = Wire.CLEARTEXT.connect(port)) {
        socket.getOutputStream().write(begun);
      } catch (SocketException closed) {
        return List.of("closed");
      }
      return List.of("left");
    };
  }

  /** After a handshake and a request, a record that cannot be decrypted. */
  private static Attack brokenLater(Random random) {
    byte[] record = bytes(random, between(random, 30, 300));
    record[0] = random.nextBoolean() ? APPLICATION_DATA : 99;
    record[1] = 3;
    record[2] = 3;
    record[3] = 0;
    record[4] = (byte) Math.min(record.length - 5, 127);
    return (wire, port) -> {
      try (Socket under = Wire.CLEARTEXT.connect(port);
          SSLSocket tls =
              (SSLSocket)
                  TestCertificate.trusting()
                      .getSocketFactory()
                      .createSocket(under, "127.0.0.1", port, true)) {
        tls.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        under.getOutputStream().write(record);
        byte[] answer = tls.getInputStream().readAllBytes();
        if (answer.length == 0) {
          // Read with the request: no answer can be encrypted any more.
          return List.of("closed");
        }
        assertThat(new String(answer, StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 200");
        return List.of("200");
      } catch (SocketException | SSLException closed) {
        return List.of("closed");
      }
    };
  }

  /** HTTP/1 where HTTP/2 was agreed on, and the other way round. */
  private static Attack otherProtocol(Random random) {
    boolean http2 = random.nextBoolean();
    byte[] bytes =
        http2
            ? REQUEST.getBytes(StandardCharsets.US_ASCII)
            : Http2Frames.begun().frame(Http2Frames.HEADERS, 5, 1, Http2Frames.post()).end();
    return (wire, port) -> {
      try (Socket socket = http2 ? wire.connectHttp2(port) : wire.connect(port)) {
        socket.getOutputStream().write(bytes);
        byte[] answer = socket.getInputStream().readAllBytes();
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        if (http2) {
          assertThat(text).as("an answer in HTTP/2").doesNotContain("HTTP/1.1 200");
          return List.of("closed");
        }
        assertThat(text).as("an answer in HTTP/1").startsWith("HTTP/1.");
        assertThat(text.split(" ", 3)[1]).isEqualTo("400");
        return List.of("400");
      } catch (SocketException | SSLException closed) {
        return List.of("closed");
      }
    };
  }
}
