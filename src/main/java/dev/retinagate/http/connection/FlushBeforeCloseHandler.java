package dev.retinagate.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Sends what has been written before the connection is closed. Vert.x flushes when it has read what
 * there is, and closes at once when that cannot be decoded: the answer that says so would be lost.
 */
final class FlushBeforeCloseHandler extends ChannelOutboundHandlerAdapter {

  @Override
  public void close(ChannelHandlerContext connection, ChannelPromise promise) {
    connection.flush();
    // Whoever waits for it has the promise.
    var unused = connection.close(promise);
  }
}
