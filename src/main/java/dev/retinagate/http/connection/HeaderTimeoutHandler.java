package dev.retinagate.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which the headers of the first request do not end in time, and leaves it
 * alone once they have: at the first empty line, which ends HTTP/2's preface as well. Owned by the
 * connection's event loop.
 */
final class HeaderTimeoutHandler extends ChannelInboundHandlerAdapter {

  private final Duration allowed;
  private Future<?> deadline;
  private boolean lineHasText;
  private boolean anyText;

  /**
   * For one connection.
   *
   * @param allowed from when it is open; zero to close it at once
   */
  HeaderTimeoutHandler(Duration allowed) {
    this.allowed = allowed;
  }

  @Override
  public void channelActive(ChannelHandlerContext connection) {
    if (allowed.isZero()) {
      close(connection);
      return;
    }
    deadline =
        connection
            .executor()
            .schedule(() -> close(connection), allowed.toMillis(), TimeUnit.MILLISECONDS);
    connection.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object message) {
    if (message instanceof ByteBuf bytes && endsIn(bytes)) {
      stop();
      connection.pipeline().remove(this);
    }
    connection.fireChannelRead(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext connection) {
    stop();
    connection.fireChannelInactive();
  }

  /** Empty lines before a request are not its end (RFC 9112, 2.2). */
  private boolean endsIn(ByteBuf bytes) {
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
    // Nothing is to be done about a connection that cannot be closed.
    var unused = connection.close();
  }

  private void stop() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }
}
