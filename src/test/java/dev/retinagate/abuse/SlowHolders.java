package dev.retinagate.abuse;

import static dev.retinagate.abuse.Http2Frames.DATA;
import static dev.retinagate.abuse.Http2Frames.END_HEADERS;
import static dev.retinagate.abuse.Http2Frames.END_STREAM;
import static dev.retinagate.abuse.Http2Frames.HEADERS;

import dev.retinagate.support.Wire;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/**
 * Clients that make a node hold memory for as long as they like: uploads that crawl, and answers
 * that are never read. They leave when they are closed.
 */
public final class SlowHolders implements AutoCloseable {

  /** Of each upload, when it begins to crawl. */
  public static final int UPLOADED_BYTES = 300_000;

  /** Of noise as PNG: longer than what the sockets of a connection take. */
  public static final int MIN_ANSWER_BYTES = 5_000_000;

  /** Of one connection: an annotated answer and a JSON answer in turn. */
  public static final int STREAMS = 8;

  private static final int WIDTH = 1600;
  private static final int HEIGHT = 1200;
  private static final int ANNOUNCED_BYTES = 20 << 20;

  /** A second's: more than {@code http.min-transfer-rate}. */
  private static final int CRAWLED_BYTES = 1_300;

  private final Wire wire;
  private final int port;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Socket> uploads = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService crawl = Executors.newSingleThreadScheduledExecutor();

  /** No client yet. */
  public SlowHolders(Wire wire, int port) {
    this.wire = wire;
    this.port = port;
    var unused = crawl.scheduleWithFixedDelay(this::crawlOn, 1, 1, TimeUnit.SECONDS);
  }

  /** So many further uploads begin at full speed, and then crawl. */
  public void upload(int clients) throws IOException {
    for (int i = 0; i < clients; i++) {
      Socket socket = connected(wire.connect(port));
      send(socket, "", ANNOUNCED_BYTES, new byte[UPLOADED_BYTES]);
      uploads.add(socket);
    }
  }

  private void crawlOn() {
    uploads.removeIf(upload -> !crawls(upload));
  }

  private static boolean crawls(Socket upload) {
    try {
      upload.getOutputStream().write(new byte[CRAWLED_BYTES]);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  /** A client that asks for a long annotated answer, and does not read a byte of it. */
  public void neverRead() throws IOException {
    byte[] picture = noise();
    send(connected(wire.connect(port)), "Accept: image/png\r\n", picture.length, picture);
  }

  private static void send(Socket socket, String headers, int length, byte[] body)
      throws IOException {
    String head = "POST /detect HTTP/1.1\r\nHost: t\r\n%sContent-Length: %d\r\n\r\n";
    socket
        .getOutputStream()
        .write(head.formatted(headers, length).getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
  }

  /**
   * A client of HTTP/2 that never opens the window of its streams.
   *
   * @param picture for each of them; all together fit the first window of the connection
   */
  public void neverOpenTheWindow(byte[] picture) throws IOException {
    Http2Frames frames = Http2Frames.begun().initialWindow(0);
    for (int i = 0; i < STREAMS; i++) {
      String accept = i % 2 == 0 ? "image/png" : "application/json";
      frames
          .frame(HEADERS, END_HEADERS, 2 * i + 1, Http2Frames.post("accept", accept))
          .frame(DATA, END_STREAM, 2 * i + 1, picture);
    }
    connected(wire.connectHttp2(port)).getOutputStream().write(frames.unfinished());
  }

  private Socket connected(Socket socket) {
    sockets.add(socket);
    return socket;
  }

  private static byte[] noise() throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, WIDTH, HEIGHT, new Random(1).ints(WIDTH * HEIGHT).toArray(), 0, WIDTH);
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", jpeg);
    return jpeg.toByteArray();
  }

  @Override
  public void close() throws IOException {
    crawl.shutdownNow();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
