package dev.retinagate.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.support.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * Frames, all sent at once. The node answers with frames that are well-formed, to streams with a
 * status of the contract, until it has read the last ping, has answered, or does not want to read
 * on.
 */
final class Http2Attack implements Attack {

  /** SETTINGS_MAX_FRAME_SIZE, unless the other side allows more. */
  private static final int MAX_FRAME_BYTES = 1 << 14;

  private static final int PRIORITY_FLAG = 0x20;
  private static final int PRIORITY_BYTES = 5;

  /** When the client leaves. */
  private enum Leaving {
    AT_ONCE,
    AFTER_PING,
    AFTER_ANSWER
  }

  private final byte[] bytes;
  private final Leaving leaving;

  private Http2Attack(byte[] bytes, Leaving leaving) {
    this.bytes = bytes;
    this.leaving = leaving;
  }

  /** The node's answer is waited for, up to the last ping's. */
  static Http2Attack of(byte[] bytes) {
    return new Http2Attack(bytes, Leaving.AFTER_PING);
  }

  /** The client leaves without waiting. */
  static Http2Attack abandoned(byte[] bytes) {
    return new Http2Attack(bytes, Leaving.AT_ONCE);
  }

  /** The node has to answer the only request with a status. */
  static Http2Attack answered(byte[] bytes) {
    return new Http2Attack(bytes, Leaving.AFTER_ANSWER);
  }

  @Override
  public List<String> carryOut(Wire wire, int port) throws IOException {
    try (Socket socket = wire.connectHttp2(port)) {
      List<String> seen = new ArrayList<>();
      try {
        socket.getOutputStream().write(bytes);
      } catch (SocketException | SSLException closed) {
        seen.add("reset");
      }
      if (leaving == Leaving.AT_ONCE) {
        return List.of("left");
      }
      read(new DataInputStream(socket.getInputStream()), seen);
      if (leaving == Leaving.AFTER_ANSWER) {
        assertThat(seen).last().asString().matches("\\d{3}");
      }
      return seen.stream().distinct().toList();
    }
  }

  private void read(DataInputStream in, List<String> seen) throws IOException {
    DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true);
    byte[] header = new byte[Http2Frames.HEADER_BYTES];
    while (true) {
      try {
        in.readFully(header);
        ByteBuf fields = Unpooled.wrappedBuffer(header);
        int length = fields.readUnsignedMedium();
        int type = fields.readUnsignedByte();
        int flags = fields.readUnsignedByte();
        int stream = fields.readInt();
        assertThat(length).as("length of a frame of type " + type).isBetween(0, MAX_FRAME_BYTES);
        assertThat(type).as("type of a frame").isBetween(0, Http2Frames.CONTINUATION);
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
          throw new EOFException();
        }
        switch (type) {
          case Http2Frames.HEADERS -> {
            seen.add(status(decoder, stream, flags, payload));
            if (leaving == Leaving.AFTER_ANSWER) {
              return;
            }
          }
          case Http2Frames.RST_STREAM -> seen.add("RST " + error(payload, 0));
          case Http2Frames.GOAWAY -> seen.add("GOAWAY " + error(payload, 4));
          case Http2Frames.PING -> {
            if (Arrays.equals(payload, Http2Frames.LAST_PING)) {
              seen.add("read");
              return;
            }
          }
          default -> {}
        }
      } catch (EOFException | SocketException | SSLException end) {
        seen.add("closed");
        return;
      }
    }
  }

  private static String error(byte[] payload, int offset) {
    int code = Unpooled.wrappedBuffer(payload).getInt(offset);
    return String.valueOf(Http2Error.valueOf(code));
  }

  private static String status(
      DefaultHttp2HeadersDecoder decoder, int stream, int flags, byte[] payload) {
    assertThat(flags & Http2Frames.END_HEADERS).as("END_HEADERS").isNotZero();
    try {
      int priority = (flags & PRIORITY_FLAG) == 0 ? 0 : PRIORITY_BYTES;
      Http2Headers headers =
          decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload).skipBytes(priority));
      int status = Integer.parseInt(headers.status().toString());
      assertThat(Http1Answers.STATUSES).contains(status);
      return String.valueOf(status);
    } catch (Http2Exception e) {
      throw new AssertionError("the node's headers cannot be decoded", e);
    }
  }
}
