package dev.retinagate.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Sends all written bytes before the connection is closed. Vert.x flushes after it has decoded all
 * bytes of a read, and closes at once when they cannot be decoded: the answer that says so would be
 * lost.
 */
final class FlushBeforeCloseHandler extends ChannelOutboundHandlerAdapter {

  @Override
  public void close(ChannelHandlerContext connection, ChannelPromise promise) {
    connection.flush();
    // The caller has the promise.
    var unused = connection.close(promise);
  }
}
