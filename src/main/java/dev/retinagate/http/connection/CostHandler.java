package dev.retinagate.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Adds up what the requests of a connection cost its event loop. Stands in front, so that all that
 * a read has caused, the answers that are flushed included, is done when the read is complete.
 * Owned by the connection's event loop.
 */
final class CostHandler extends ChannelInboundHandlerAdapter {

  private static final AttributeKey<CostHandler> KEY =
      AttributeKey.valueOf(CostHandler.class, "cost");

  private final RefusalCosts costs;
  private final long acceptNanos;
  private LoopCost loop;

  /** Of the request for which the event loop worked last. */
  private RequestCost current;

  /** Set for HTTP/2, each of whose streams has a cost of its own. */
  private Http2Connection.PropertyKey streamKey;

  private boolean hasStreams;

  /**
   * For a connection that is not registered yet.
   *
   * @param acceptNanos what it has cost to accept it, which is the first request's
   */
  CostHandler(RefusalCosts costs, long acceptNanos) {
    this.costs = costs;
    this.acceptNanos = acceptNanos;
  }

  /** That of a connection; a listener's guard has put one on each. */
  static CostHandler of(HttpConnection connection) {
    return ((ConnectionBase) connection).channel().attr(KEY).get();
  }

  static RequestCost costOf(HttpServerRequest request) {
    CostHandler handler = of(request.connection());
    return request.version() == HttpVersion.HTTP_2
        ? handler.costOf(stream(request))
        : handler.current;
  }

  private static Http2Stream stream(HttpServerRequest request) {
    Channel channel = ((ConnectionBase) request.connection()).channel();
    Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
    return http2 == null ? null : http2.connection().stream(request.streamId());
  }

  /** The connection is of HTTP/2. */
  void beginStreams(Http2Connection connection) {
    streamKey = connection.newKey();
  }

  /** The event loop has just worked for a stream. */
  void worked(Http2Stream stream) {
    costOf(stream).worked();
  }

  /** The cost of a stream; of a stream that has ended, that of the one that was read last. */
  private RequestCost costOf(Http2Stream stream) {
    if (stream == null || streamKey == null) {
      return current;
    }
    RequestCost cost = stream.getProperty(streamKey);
    if (cost == null) {
      // The first stream's cost is the connection's so far.
      cost = hasStreams ? new RequestCost(loop, 0) : current;
      hasStreams = true;
      stream.setProperty(streamKey, cost);
    }
    current = cost;
    return cost;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext connection) {
    loop = costs.of(connection.executor());
    current = new RequestCost(loop, acceptNanos);
    connection.channel().attr(KEY).set(this);
  }

  @Override
  public void channelActive(ChannelHandlerContext connection) {
    connection.fireChannelActive();
    current.worked();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext connection) {
    connection.fireChannelReadComplete();
    current.worked();
  }

  @Override
  public void channelInactive(ChannelHandlerContext connection) {
    connection.fireChannelInactive();
    current.worked();
  }
}
