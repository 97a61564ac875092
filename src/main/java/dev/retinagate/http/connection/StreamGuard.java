package dev.retinagate.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Keeps the streams of an HTTP/2 connection from harming each other. Stands between Netty, which
 * reads the frames, and Vert.x, which makes requests of them.
 *
 * <ul>
 *   <li>A stream beyond the bound is refused, and only that stream. Netty enforces the bound only
 *       after the client acknowledges SETTINGS; a hostile client never does. And Netty forgets the
 *       streams that it refuses, so that the next frame of such a stream ends the connection.
 *   <li>A defect that the bytes of one stream cause in Vert.x fails that stream. Netty takes any
 *       exception from Vert.x for an error of the connection.
 * </ul>
 *
 * <p>Owned by the connection's event loop.
 */
public final class StreamGuard extends Http2FrameListenerDecorator {

  private final Http2Connection connection;
  private final Http2Connection.PropertyKey defectHandler;
  private final int maxStreams;

  private StreamGuard(Http2FrameListener vertx, Http2Connection connection, int maxStreams) {
    super(vertx);
    this.connection = connection;
    this.defectHandler = connection.newKey();
    this.maxStreams = maxStreams;
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
      http2
          .decoder()
          .frameListener(
              new StreamGuard(http2.decoder().frameListener(), http2.connection(), maxStreams));
    }
  }

  /**
   * Sends a request the exceptions that its DATA frames cause in Vert.x, in place of ending the
   * connection. To be called by the request's handler; no effect on HTTP/1.
   *
   * @param handler called for each such frame, on the request's context
   */
  public static void onDefect(HttpServerRequest request, Handler<Throwable> handler) {
    Http2ConnectionHandler http2 = http2(request.connection());
    if (http2 != null && http2.decoder().frameListener() instanceof StreamGuard guard) {
      Http2Stream stream = guard.connection.stream(request.streamId());
      if (stream != null) {
        ContextInternal context = ContextInternal.current();
        stream.setProperty(
            guard.defectHandler, (Handler<Throwable>) defect -> context.dispatch(defect, handler));
      }
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
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
      throws Http2Exception {
    try {
      return super.onDataRead(ctx, streamId, data, padding, endOfStream);
    } catch (RuntimeException defect) {
      Handler<Throwable> handler = connection.stream(streamId).getProperty(defectHandler);
      if (handler == null) {
        throw defect;
      }
      handler.handle(defect);
    }
    // Vert.x has not seen the end of the stream.
    return endOfStream
        ? super.onDataRead(ctx, streamId, Unpooled.EMPTY_BUFFER, padding, true)
        : padding;
  }
}
