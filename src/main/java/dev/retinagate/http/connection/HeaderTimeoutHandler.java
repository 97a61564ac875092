package dev.retinagate.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which the headers of the first request do not end in time. The time begins
 * when the connection is accepted, and covers the TLS handshake. The first empty line after text
 * ends the headers, and HTTP/2's preface as well; then the handler removes itself. Owned by the
 * connection's event loop.
 */
final class HeaderTimeoutHandler extends ChannelInboundHandlerAdapter {

  private final Duration timeout;
  private Future<?> timer;
  private boolean lineHasText;
  private boolean anyText;

  /**
   * For one connection.
   *
   * @param timeout from accept to the end of the headers; more than zero
   */
  HeaderTimeoutHandler(Duration timeout) {
    this.timeout = timeout;
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
      if (b == '\n') {
        if (anyText && !lineHasText) {
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
