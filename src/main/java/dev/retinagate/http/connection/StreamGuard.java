package dev.retinagate.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Refuses each stream of an HTTP/2 connection beyond the bound, and only that stream. Netty
 * enforces the bound only after the client acknowledges SETTINGS; a hostile client never does. And
 * Netty forgets the streams that it refuses, so that the next frame of such a stream ends the
 * connection. Stands between Netty, which reads the frames, and Vert.x, which makes requests of
 * them; so it sees as well which stream each frame costs.
 *
 * <p>Owned by the connection's event loop.
 */
public final class StreamGuard extends Http2FrameListenerDecorator {

  private final Http2Connection connection;
  private final int maxStreams;
  private final CostHandler costs;

  private StreamGuard(
      Http2FrameListener vertx, Http2Connection connection, int maxStreams, CostHandler costs) {
    super(vertx);
    this.connection = connection;
    this.maxStreams = maxStreams;
    this.costs = costs;
  }

  /**
   * Begins to guard a connection if it is of HTTP/2. To be called by the server's connection
   * handler: Vert.x sets its own frame listener just before, when the client's SETTINGS have come.
   *
   * @param maxStreams most streams that the client may have open at a time
   */
  public static void begin(HttpConnection connection, int maxStreams) {
    Http2ConnectionHandler http2 = http2(connection);
    if (http2 != null) {
      HeaderTimeoutHandler.end(((ConnectionBase) connection).channel());
      CostHandler costs = CostHandler.of(connection);
      costs.beginStreams(http2.connection());
      http2
          .decoder()
          .frameListener(
              new StreamGuard(
                  http2.decoder().frameListener(), http2.connection(), maxStreams, costs));
    }
  }

  private static Http2ConnectionHandler http2(HttpConnection connection) {
    return ((ConnectionBase) connection).channel().pipeline().get(Http2ConnectionHandler.class);
  }

  /** Netty calls this overload only. */
  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endOfStream)
      throws Http2Exception {
    Http2Stream stream = connection.stream(streamId);
    if (!stream.isTrailersReceived() && connection.remote().numActiveStreams() > maxStreams) {
      // Closed here: Vert.x does not know the stream, and fails on it when the connection ends.
      stream.close();
      throw Http2Exception.streamError(
          streamId, Http2Error.REFUSED_STREAM, "More than %d streams at a time", maxStreams);
    }
    super.onHeadersRead(
        ctx, streamId, headers, streamDependency, weight, exclusive, padding, endOfStream);
    costs.worked(stream);
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
      throws Http2Exception {
    Http2Stream stream = connection.stream(streamId);
    int consumed = super.onDataRead(ctx, streamId, data, padding, endOfStream);
    costs.worked(stream);
    return consumed;
  }
}
