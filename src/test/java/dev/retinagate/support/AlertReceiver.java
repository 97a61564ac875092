package dev.retinagate.support;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A webhook's receiver on a port that is known before anything listens there. */
public final class AlertReceiver implements AutoCloseable {

  /** For {@link #next}: the post is read, and its connection closed without an answer. */
  public static final int LOST_ANSWER = 0;

  private static final int NO_CONTENT = 204;

  /**
   * A post.
   *
   * @param id of its alert
   * @param signature as it came; null without one
   * @param body as it came
   * @param status of the answer
   */
  public record Post(String id, String signature, String body, int status) {}

  private final int port = freePort();
  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final Deque<Integer> next = new ArrayDeque<>();
  private HttpServer server;

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its address. */
  public String url() {
    return "http://127.0.0.1:" + port + "/alerts";
  }

  /** The statuses of the next posts; 204 behind them. Before {@link #start}. */
  public AlertReceiver next(Integer... statuses) {
    next.addAll(List.of(statuses));
    return this;
  }

  /** Listens from now on. */
  public AlertReceiver start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/alerts",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          int status = next.isEmpty() ? NO_CONTENT : next.poll();
          posts.add(
              new Post(
                  exchange.getRequestHeaders().getFirst("X-Retinagate-Delivery"),
                  exchange.getRequestHeaders().getFirst("X-Retinagate-Signature"),
                  body,
                  status));
          if (status != LOST_ANSWER) {
            exchange.sendResponseHeaders(status, -1);
          }
          exchange.close();
        });
    server.start();
    return this;
  }

  /** All posts that came, in order. */
  public List<Post> posts() {
    return posts;
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
  }
}
