package dev.retinagate.loadtest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A client that announces a picture and sends a byte of it a second. Owned by one thread. */
final class SlowUploader {

  /** An end without an answer. */
  private static final String CLOSED = "closed";

  private static final long BYTE_EVERY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int ANNOUNCED_BYTES = 160_000;
  private static final int STATUS_FROM = "HTTP/1.1 ".length();
  private static final int STATUS_TO = STATUS_FROM + 3;
  private static final double NANOS_PER_SECOND = 1e9;

  private final byte[] head;
  private final long returnAfterNanos;
  private final ByteBuffer answer = ByteBuffer.allocate(4096);
  private final Map<String, Integer> ends = new TreeMap<>();

  private SocketChannel channel;
  private boolean connected;
  private long begunNanos;
  private long nextNanos = System.nanoTime();
  private long maxNanos;
  private int begun;

  SlowUploader(String authority, Duration returnAfter) {
    head =
        ("POST /detect HTTP/1.1\r\nHost: "
                + authority
                + "\r\nContent-Type: image/jpeg\r\nContent-Length: "
                + ANNOUNCED_BYTES
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    returnAfterNanos = returnAfter.toNanos();
  }

  boolean isConnected() {
    return connected;
  }

  /** Number of uploads begun. */
  int begun() {
    return begun;
  }

  /** Number of uploads that the server ended, by status or {@code closed}. */
  Map<String, Integer> ends() {
    return ends;
  }

  double maxSeconds() {
    return maxNanos / NANOS_PER_SECOND;
  }

  /** Connects or sends if it is time to. */
  void tick(long now, Selector selector, InetSocketAddress address) {
    if (now - nextNanos < 0) {
      return;
    }
    try {
      if (channel == null) {
        connect(selector, address);
      } else if (connected) {
        channel.write(ByteBuffer.wrap(new byte[] {'x'}));
        nextNanos = now + BYTE_EVERY_NANOS;
      }
    } catch (IOException broken) {
      ended(status());
    }
  }

  /** Handles a channel that has connected or is readable. */
  void ready(SelectionKey key) {
    try {
      if (key.isConnectable() && channel.finishConnect()) {
        begin(key);
      } else if (key.isReadable() && channel.read(answer) < 0) {
        ended(status());
      } else if (!answer.hasRemaining()) {
        answer.position(STATUS_TO);
      }
    } catch (IOException broken) {
      ended(status());
    }
  }

  /** Closes the connection, if there is one. */
  void leave() {
    if (connected) {
      maxNanos = Math.max(maxNanos, System.nanoTime() - begunNanos);
    }
    close();
  }

  private void connect(Selector selector, InetSocketAddress address) throws IOException {
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_CONNECT, this);
    channel.connect(address);
  }

  private void begin(SelectionKey key) throws IOException {
    begun++;
    connected = true;
    begunNanos = System.nanoTime();
    nextNanos = begunNanos + BYTE_EVERY_NANOS;
    answer.clear();
    key.interestOps(SelectionKey.OP_READ);
    channel.write(ByteBuffer.wrap(head));
  }

  private String status() {
    return answer.position() < STATUS_TO
        ? CLOSED
        : new String(
            answer.array(), STATUS_FROM, STATUS_TO - STATUS_FROM, StandardCharsets.US_ASCII);
  }

  private void ended(String how) {
    long now = System.nanoTime();
    if (connected) {
      ends.merge(how, 1, Integer::sum);
      maxNanos = Math.max(maxNanos, now - begunNanos);
    }
    nextNanos = now + returnAfterNanos;
    close();
  }

  private void close() {
    connected = false;
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException ignored) {
        // The connection is gone either way.
      }
      channel = null;
    }
  }
}
