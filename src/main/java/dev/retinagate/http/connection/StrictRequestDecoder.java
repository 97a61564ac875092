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
 * Reads requests of HTTP/1, and refuses those whose end another reader might see elsewhere: a proxy
 * in front that does would let its caller smuggle a second request past it (RFC 9112, 11.2). What
 * is refused is the last that is read of its connection.
 *
 * <p>Netty's decoder refuses most of that by itself. Where it chooses one of two readings instead,
 * as the RFC allows if the connection is closed behind it (6.1), this refuses. Nor does it offer
 * {@code Upgrade: h2c}, which is obsolete (RFC 9113, 3.1): Vert.x would never close a connection
 * that asks for it wrongly, nor free what still comes on it. HTTP/2 with prior knowledge is not
 * concerned.
 *
 * <p>Nor may it be open which host a request is for (RFC 9112, 3.2): who routes by it might have
 * understood another. Owned by the connection's event loop.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

  private int lengths;

  StrictRequestDecoder(HttpServerOptions limits) {
    super(limits);
  }

  @Override
  protected void decode(ChannelHandlerContext connection, ByteBuf bytes, List<Object> out)
      throws Exception {
    int before = out.size();
    super.decode(connection, bytes, out);
    for (Object part : out.subList(before, out.size())) {
      // One that is not well-formed as well: who offers the upgrade does not look.
      if (part instanceof HttpMessage message) {
        message.headers().remove(HttpHeaderNames.UPGRADE);
        if (message.decoderResult().isFailure()) {
          // Else Vert.x tells a client of HTTP/1.0 that it may come again.
          message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
      }
    }
  }

  @Override
  protected HttpMessage createMessage(String[] requestLine) {
    lengths = 0;
    String version = requestLine[2];
    if (!version.equals(HttpVersion.HTTP_1_1.text())
        && !version.equals(HttpVersion.HTTP_1_0.text())) {
      // Here, so that it is not answered in the version that it asks for.
      throw new AmbiguousRequestException("The request is neither HTTP/1.1 nor HTTP/1.0.");
    }
    return super.createMessage(requestLine);
  }

  /** Counts, since of several lengths in HTTP/1.0 only the first is left when they can be seen. */
  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    if (length == 0) {
      throw new AmbiguousRequestException("A header has no name.");
    }
    AsciiString name = super.splitHeaderName(line, start, length);
    if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
      lengths++;
    }
    return name;
  }

  /** Asked when all headers are there and nothing has been made of them yet. */
  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    check(message.protocolVersion(), message.headers());
    return super.isContentAlwaysEmpty(message);
  }

  private void check(HttpVersion version, HttpHeaders headers) {
    if (lengths > 1) {
      throw new AmbiguousRequestException("The request has more than one Content-Length.");
    }
    checkHost(version, headers.getAll(HttpHeaderNames.HOST));
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty()) {
      checkCodings(version, codings);
    }
    if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)) {
      // A draft of WebSocket: Netty takes the next eight bytes for a body (RFC 9112, 6.3: none).
      throw new AmbiguousRequestException("There is no WebSocket here.");
    }
  }

  private static void checkHost(HttpVersion version, List<String> hosts) {
    if (hosts.isEmpty()) {
      if (version.equals(HttpVersion.HTTP_1_1)) {
        throw new AmbiguousRequestException("A request of HTTP/1.1 needs a Host header.");
      }
    } else if (hosts.size() > 1) {
      throw new AmbiguousRequestException("The request has more than one Host.");
    } else if (!HostHeader.isValid(hosts.get(0))) {
      throw new AmbiguousRequestException("The Host header is not a host and perhaps a port.");
    }
  }

  private void checkCodings(HttpVersion version, List<String> codings) {
    if (lengths > 0) {
      throw new AmbiguousRequestException(
          "The request has a Content-Length and a Transfer-Encoding; send one of the two.");
    }
    boolean chunked =
        version.equals(HttpVersion.HTTP_1_1)
            && codings.size() == 1
            && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0));
    if (!chunked) {
      throw new AmbiguousRequestException(
          "The only Transfer-Encoding that is understood is 'chunked', once, in HTTP/1.1.");
    }
  }
}
