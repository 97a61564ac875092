package dev.retinagate.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which the headers of the first request do not end in time. The time begins
 * when the connection is accepted, and covers the TLS handshake. The first empty line after text
 * ends the headers; then the handler removes itself. HTTP/2's preface does not end them: Vert.x
 * knows the connection only once the client's SETTINGS have come, and {@link #end} is called then.
 * Owned by the connection's event loop.
 */
final class HeaderTimeoutHandler extends ChannelInboundHandlerAdapter {

  /** HTTP/2's first line (RFC 9113, 3.4). */
  private static final String PREFACE = "PRI * HTTP/2.0\r\n";

  private final Duration timeout;
  private Future<?> timer;
  private boolean lineHasText;
  private boolean anyText;

  /** How many of the first bytes are the preface's. */
  private int prefaceBytes;

  /**
   * For one connection.
   *
   * @param timeout from accept to the end of the headers; more than zero
   */
  HeaderTimeoutHandler(Duration timeout) {
    this.timeout = timeout;
  }

  /** What was waited for has come. */
  static void end(Channel connection) {
    if (connection.pipeline().get(HeaderTimeoutHandler.class) != null) {
      connection.pipeline().remove(HeaderTimeoutHandler.class);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext connection) {
    timer =
        connection
            .executor()
            .schedule(() -> close(connection), timeout.toMillis(), TimeUnit.MILLISECONDS);
    connection.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object message) {
    if (message instanceof ByteBuf bytes && endsHeaders(bytes)) {
      connection.pipeline().remove(this);
    }
    connection.fireChannelRead(message);
  }

  /** Called as well when the connection ends: Netty then removes all handlers. */
  @Override
  public void handlerRemoved(ChannelHandlerContext connection) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /** Empty lines before a request do not end its headers (RFC 9112, 2.2). */
  private boolean endsHeaders(ByteBuf bytes) {
    for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
      byte b = bytes.getByte(i);
      if (prefaceBytes < PREFACE.length()) {
        prefaceBytes = b == PREFACE.charAt(prefaceBytes) ? prefaceBytes + 1 : Integer.MAX_VALUE;
      }
      if (b == '\n') {
        if (anyText && !lineHasText && prefaceBytes != PREFACE.length()) {
          return true;
        }
        lineHasText = false;
      } else if (b != '\r') {
        lineHasText = true;
        anyText = true;
      }
    }
    return false;
  }

  private static void close(ChannelHandlerContext connection) {
    // Not through the TLS handler: during a handshake it would wait for the client once more.
    ConnectionPipeline.closeNow(connection.channel());
  }
}
