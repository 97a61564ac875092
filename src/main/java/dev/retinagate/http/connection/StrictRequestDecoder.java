package dev.retinagate.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Decodes requests of HTTP/1, and refuses those whose end another decoder might see elsewhere:
 * behind a proxy that does, a client could smuggle a second request past the proxy (RFC 9112,
 * 11.2). A refused request is the last that is read of its connection.
 *
 * <p>Netty's decoder refuses most of them itself. Where Netty chooses one of two readings, as the
 * RFC allows if the connection is closed afterwards (6.1), this decoder refuses. It also refuses a
 * request that leaves open which host it is for (RFC 9112, 3.2): a proxy that routes by the host
 * might have understood another.
 *
 * <p>It also refuses one of more requests than a client has reason to send before it has an answer.
 *
 * <p>It removes {@code Upgrade: h2c}, which is obsolete (RFC 9113, 3.1): Vert.x would never close a
 * connection whose upgrade is malformed, nor free the bytes that still come on it. HTTP/2 with
 * prior knowledge does not pass here.
 *
 * <p>Relies on the order of Netty's hooks: {@link #createMessage}, {@link #splitHeaderName} for
 * each header, {@link #isContentAlwaysEmpty} when all headers are there; {@code
 * StrictRequestDecoderTest} fails when that changes. Owned by the connection's event loop.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

  /**
   * Most requests of one read. Vert.x stops reading while a client takes no answer, but what was
   * read by then is decoded and kept: of a read's 256 KiB, ten thousand requests.
   */
  static final int MAX_REQUESTS_OF_A_READ = 256;

  private int requests;
  private int contentLengths;

  /**
   * For one connection.
   *
   * @param limits of the request line and the headers
   */
  StrictRequestDecoder(HttpServerOptions limits) {
    super(limits);
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object message) throws Exception {
    requests = 0;
    super.channelRead(connection, message);
  }

  @Override
  protected void decode(ChannelHandlerContext connection, ByteBuf bytes, List<Object> out)
      throws Exception {
    int before = out.size();
    super.decode(connection, bytes, out);
    for (Object part : out.subList(before, out.size())) {
      // Also of a malformed request: Vert.x's handler of upgrades does not check for one.
      if (part instanceof HttpMessage message) {
        message.headers().remove(HttpHeaderNames.UPGRADE);
        if (message.decoderResult().isFailure()) {
          // Else Vert.x answers a client of HTTP/1.0 that the connection stays open.
          message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
      }
    }
  }

  @Override
  protected HttpMessage createMessage(String[] requestLine) {
    contentLengths = 0;
    requests++;
    if (requests > MAX_REQUESTS_OF_A_READ) {
      throw new RefusedRequestException(
          "More than "
              + MAX_REQUESTS_OF_A_READ
              + " requests came at once; wait for answers before you send more.");
    }
    String version = requestLine[2];
    if (!version.equals(HttpVersion.HTTP_1_1.text())
        && !version.equals(HttpVersion.HTTP_1_0.text())) {
      // Thrown here, so that the answer is not in the version that the request names.
      throw new RefusedRequestException("The request is neither HTTP/1.1 nor HTTP/1.0.");
    }
    return super.createMessage(requestLine);
  }

  /**
   * Counts lengths here: for HTTP/1.0 Netty drops all but the first before the headers are seen.
   */
  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    if (length == 0) {
      throw new RefusedRequestException("A header has no name.");
    }
    AsciiString name = super.splitHeaderName(line, start, length);
    if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
      contentLengths++;
    }
    return name;
  }

  /** Netty calls this when all headers are there and it has not looked at them yet. */
  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    check(message.protocolVersion(), message.headers());
    return super.isContentAlwaysEmpty(message);
  }

  private void check(HttpVersion version, HttpHeaders headers) {
    if (contentLengths > 1) {
      throw new RefusedRequestException("The request has more than one Content-Length.");
    }
    checkHost(version, headers.getAll(HttpHeaderNames.HOST));
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty()) {
      checkCodings(version, codings);
    }
    if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)) {
      // A draft of WebSocket: Netty reads eight bytes of body, where RFC 9112, 6.3 has none.
      throw new RefusedRequestException("There is no WebSocket here.");
    }
  }

  private static void checkHost(HttpVersion version, List<String> hosts) {
    if (hosts.isEmpty()) {
      if (version.equals(HttpVersion.HTTP_1_1)) {
        throw new RefusedRequestException("A request of HTTP/1.1 needs a Host header.");
      }
    } else if (hosts.size() > 1) {
      throw new RefusedRequestException("The request has more than one Host.");
    } else if (!HostHeader.isValid(hosts.get(0))) {
      throw new RefusedRequestException("The Host header is not a host and perhaps a port.");
    }
  }

  private void checkCodings(HttpVersion version, List<String> codings) {
    if (contentLengths > 0) {
      throw new RefusedRequestException(
          "The request has a Content-Length and a Transfer-Encoding; send one of the two.");
    }
    boolean chunked =
        version.equals(HttpVersion.HTTP_1_1)
            && codings.size() == 1
            && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0));
    if (!chunked) {
      throw new RefusedRequestException(
          "The only Transfer-Encoding that is understood is 'chunked', once, in HTTP/1.1.");
    }
  }
}
