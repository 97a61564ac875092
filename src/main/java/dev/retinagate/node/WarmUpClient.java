package dev.retinagate.node;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A minimal HTTP client: the classes of a library's client would have to be loaded as well. */
final class WarmUpClient {

  private static final int PATIENCE_MILLIS = (int) TimeUnit.SECONDS.toMillis(10);
  private static final String LENGTH = "content-length:";

  private final int port;

  /** A client of a listener on the loopback. */
  WarmUpClient(int port) {
    this.port = port;
  }

  /** Sends a request that asks for the connection to be closed, and reads until it is. */
  void exchange(byte[] request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request);
      socket.getInputStream().readAllBytes();
    }
  }

  /**
   * Sends a request again and again, on several connections at a time.
   *
   * @param enough ends when this many requests were answered
   * @param maxDuration ends when this time has passed
   * @return how many requests were answered, at least one on each connection
   */
  int repeat(byte[] request, int connections, int enough, Duration maxDuration) throws IOException {
    long end = System.nanoTime() + maxDuration.toNanos();
    List<Socket> sockets = new ArrayList<>();
    int sent = 0;
    try {
      for (int i = 0; i < connections; i++) {
        sockets.add(connect());
      }
      do {
        for (Socket socket : sockets) {
          socket.getOutputStream().write(request);
        }
        for (Socket socket : sockets) {
          skipAnswer(new BufferedInputStream(socket.getInputStream()));
        }
        sent += connections;
      } while (sent < enough && System.nanoTime() - end < 0);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    return sent;
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Reads an answer that has a Content-Length. */
  private static void skipAnswer(InputStream answer) throws IOException {
    long length = 0;
    String line = readLine(answer);
    while (!line.isEmpty()) {
      if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        length = Long.parseLong(line.substring(LENGTH.length()).trim());
      }
      line = readLine(answer);
    }
    answer.skipNBytes(length);
  }

  private static String readLine(InputStream answer) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = answer.read();
    while (next != '\n') {
      if (next < 0) {
        throw new EOFException("the connection was closed");
      }
      if (next != '\r') {
        line.append((char) next);
      }
      next = answer.read();
    }
    return line.toString();
  }
}
