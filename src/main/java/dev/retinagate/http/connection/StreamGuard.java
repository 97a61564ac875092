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
 * Keeps the streams of an HTTP/2 connection from harming each other, between Netty, which reads the
 * frames, and Vert.x, which makes requests of them.
 *
 * <ul>
 *   <li>A stream beyond the bound is refused, and only that. Netty holds a client to the bound once
 *       it has acknowledged it, which one that means ill never does; and then it forgets what it
 *       has refused, so that the next frame of that stream is the end of the connection.
 *   <li>What goes wrong with one stream's bytes is told to that stream. Netty takes whatever comes
 *       back from there for an error of the connection.
 * </ul>
 *
 * <p>Owned by the connection's event loop.
 */
public final class StreamGuard extends Http2FrameListenerDecorator {

  private final Http2Connection connection;
  private final Http2Connection.PropertyKey defectHandler;
  private final int most;

  private StreamGuard(Http2FrameListener vertx, Http2Connection connection, int most) {
    super(vertx);
    this.connection = connection;
    this.defectHandler = connection.newKey();
    this.most = most;
  }

  /**
   * Begins to guard a connection of which Vert.x has just told, if it is of HTTP/2.
   *
   * @param most streams that the client may have open at a time
   */
  public static void begin(HttpConnection connection, int most) {
    Http2ConnectionHandler http2 = http2(connection);
    if (http2 != null) {
      http2
          .decoder()
          .frameListener(
              new StreamGuard(http2.decoder().frameListener(), http2.connection(), most));
    }
  }

  /**
   * Has a request told of what its bytes make Vert.x throw, in place of the connection. To be
   * called by the request's handler; has no effect on HTTP/1.
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

  /** The one of the two that Netty calls. */
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
    if (!stream.isTrailersReceived() && connection.remote().numActiveStreams() > most) {
      // At once: Vert.x does not know it, and fails on such a stream when the connection ends.
      stream.close();
      throw Http2Exception.streamError(
          streamId, Http2Error.REFUSED_STREAM, "More than %d streams at a time", most);
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
    // Vert.x did not get as far as the end.
    return endOfStream
        ? super.onDataRead(ctx, streamId, Unpooled.EMPTY_BUFFER, padding, true)
        : padding;
  }
}
