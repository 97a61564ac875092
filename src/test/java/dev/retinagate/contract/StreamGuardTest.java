package dev.retinagate.contract;

import static dev.retinagate.abuse.Http2Frames.DATA;
import static dev.retinagate.abuse.Http2Frames.END_HEADERS;
import static dev.retinagate.abuse.Http2Frames.END_STREAM;
import static dev.retinagate.abuse.Http2Frames.GOAWAY;
import static dev.retinagate.abuse.Http2Frames.HEADERS;
import static dev.retinagate.abuse.Http2Frames.PING;
import static dev.retinagate.abuse.Http2Frames.RST_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.abuse.Http2Frames;
import dev.retinagate.support.TestNode;
import dev.retinagate.support.Wire;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.http.HttpServerOptions;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The bound of streams holds also for a client that does not acknowledge it. */
@ParameterizedClass
@EnumSource(Wire.class)
class StreamGuardTest {

  private static final int MAX_STREAMS = 100;
  private static final int MAX_RESETS =
      HttpServerOptions.DEFAULT_HTTP2_RST_FLOOD_MAX_RST_FRAME_PER_WINDOW;
  private static final int PRIORITY_FLAG = 0x20;
  private static final int PRIORITY_BYTES = 5;

  /** Of a connection (RFC 9113, 6.9.2). */
  private static final int INITIAL_WINDOW_BYTES = 65_535;

  private static final int DATA_BYTES = 16_000;
  private static final byte[] CAT = "cat".getBytes(StandardCharsets.US_ASCII);

  private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(false);
  private final Wire wire;
  private TestNode node;
  private Socket socket;

  StreamGuardTest(Wire wire) {
    this.wire = wire;
  }

  @BeforeEach
  void connect() throws Exception {
    node = new TestNode(Map.of("http.upload-grace", "1m"), wire);
    socket = wire.connectHttp2(node.gateway().port());
  }

  @AfterEach
  void stop() throws Exception {
    socket.close();
    node.close();
  }

  @Test
  void refusesEachStreamBeyondTheBoundAndNoOther() throws Exception {
    Http2Frames frames = Http2Frames.begun();
    for (int i = 0; i < MAX_STREAMS + 20; i++) {
      begin(frames, id(i));
    }
    send(frames.end());

    // What was on its way for a refused stream is answered as well: that there is none.
    assertThat(readTo(PING))
        .filteredOn(told -> !told.endsWith("STREAM_CLOSED"))
        .containsExactlyElementsOf(
            IntStream.range(MAX_STREAMS, MAX_STREAMS + 20)
                .mapToObj(i -> id(i) + " REFUSED_STREAM")
                .toList());
    node.awaitInside(0, MAX_STREAMS);
    send(new Http2Frames().frame(DATA, END_STREAM, id(0), CAT).unfinished());
    assertThat(readTo(HEADERS)).containsExactly(id(0) + " 200");
    send(begin(new Http2Frames(), id(MAX_STREAMS + 20)).unfinished());
    node.awaitInside(0, MAX_STREAMS);
  }

  /**
   * The bytes of a refused stream count for the connection's window and are given back to it, or
   * the window would be used up.
   */
  @Test
  void dataOfARefusedStreamLeavesTheConnectionsWindowOpen() throws Exception {
    Http2Frames frames = Http2Frames.begun();
    for (int i = 0; i < MAX_STREAMS + 1; i++) {
      begin(frames, id(i));
    }
    send(frames.unfinished());
    node.awaitInside(0, MAX_STREAMS);
    for (int sent = 0; sent < 3 * INITIAL_WINDOW_BYTES; sent += DATA_BYTES) {
      send(
          new Http2Frames()
              .frame(DATA, 0, id(MAX_STREAMS), new byte[DATA_BYTES])
              .frame(PING, 0, 0, new byte[8])
              .unfinished());
      assertThat(readTo(PING)).noneMatch(told -> told.startsWith("GOAWAY"));
    }

    send(new Http2Frames().frame(DATA, END_STREAM, id(0), CAT).unfinished());
    assertThat(readTo(HEADERS)).containsExactly(id(0) + " 200");
  }

  @Test
  void endsAConnectionThatIsFarBeyondTheBound() throws Exception {
    Http2Frames frames = Http2Frames.begun();
    // No more than it takes: a connection that is closed with bytes unread is reset.
    for (int i = 0; i < MAX_STREAMS + MAX_RESETS + 1; i++) {
      frames.frame(HEADERS, END_HEADERS, id(i), Http2Frames.post());
    }
    send(frames.unfinished());

    assertThat(readTo(GOAWAY)).last().isEqualTo("GOAWAY ENHANCE_YOUR_CALM");
    node.awaitNothingHeld();
  }

  private static int id(int stream) {
    return 2 * stream + 1;
  }

  /** A request of which the first byte has come. */
  private static Http2Frames begin(Http2Frames frames, int stream) {
    return frames
        .frame(HEADERS, END_HEADERS, stream, Http2Frames.post())
        .frame(DATA, 0, stream, new byte[] {'c'});
  }

  private void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** What is told of streams, or of the connection, up to a frame of a type. */
  private List<String> readTo(int last) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    List<String> told = new ArrayList<>();
    int type;
    do {
      byte[] header = new byte[Http2Frames.HEADER_BYTES];
      in.readFully(header);
      var fields = Unpooled.wrappedBuffer(header);
      byte[] payload = new byte[fields.readUnsignedMedium()];
      type = fields.readUnsignedByte();
      boolean hasPriority = (fields.readUnsignedByte() & PRIORITY_FLAG) != 0;
      int stream = fields.readInt();
      in.readFully(payload);
      switch (type) {
        case HEADERS ->
            told.add(stream + " " + status(stream, payload, hasPriority ? PRIORITY_BYTES : 0));
        case RST_STREAM -> told.add(stream + " " + error(payload, 0));
        case GOAWAY -> told.add("GOAWAY " + error(payload, Integer.BYTES));
        default -> {}
      }
    } while (type != last);
    return told;
  }

  private String status(int stream, byte[] payload, int offset) {
    try {
      return headers
          .decodeHeaders(stream, Unpooled.wrappedBuffer(payload).skipBytes(offset))
          .status()
          .toString();
    } catch (Http2Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Http2Error error(byte[] payload, int offset) {
    return Http2Error.valueOf(Unpooled.wrappedBuffer(payload).getInt(offset));
  }
}
