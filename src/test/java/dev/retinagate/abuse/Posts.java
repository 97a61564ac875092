package dev.retinagate.abuse;

import static dev.retinagate.abuse.Http2Frames.DATA;
import static dev.retinagate.abuse.Http2Frames.END_HEADERS;
import static dev.retinagate.abuse.Http2Frames.END_STREAM;
import static dev.retinagate.abuse.Http2Frames.HEADERS;
import static dev.retinagate.abuse.Noise.between;

import dev.retinagate.abuse.Http1Attack.Ending;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * Bodies that come whole and framed as announced, over HTTP/1.1 with a length or in chunks, or over
 * HTTP/2: the node has to answer each.
 */
final class Posts {

  /** One frame's. */
  private static final int MAX_DATA_BYTES = 16_000;

  /** Less than a connection's first window (RFC 9113, 6.9.2): all is sent without waiting. */
  private static final int MAX_HTTP2_BYTES = 60_000;

  private static final int MAX_CHUNK_BYTES = 40_000;

  private Posts() {}

  /**
   * One POST of a body.
   *
   * @param random chooses the protocol and the framing
   * @param type the Content-Type
   * @param accept the Accept header
   */
  static Attack of(Random random, String type, String accept, byte[] body) {
    return body.length <= MAX_HTTP2_BYTES && random.nextInt(3) == 0
        ? http2(type, accept, body)
        : http1(random, type, accept, body);
  }

  /** One POST over HTTP/1.1, where the body or the type is too long for these frames. */
  static Attack http1(Random random, String type, String accept, byte[] body) {
    return random.nextBoolean()
        ? http1(type, accept, "Content-Length: " + body.length + "\r\n", body)
        : http1(type, accept, "Transfer-Encoding: chunked\r\n", chunked(random, body));
  }

  private static Attack http1(String type, String accept, String framing, byte[] body) {
    byte[] head =
        ("POST /detect HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Type: "
                + type
                + "\r\nAccept: "
                + accept
                + "\r\n"
                + framing
                + "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return Http1Attack.of(request, Ending.ANSWERED);
  }

  private static byte[] chunked(Random random, byte[] body) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    int from = 0;
    while (from < body.length) {
      int length = Math.min(body.length - from, between(random, 1, MAX_CHUNK_BYTES));
      chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      chunks.write(body, from, length);
      chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
      from += length;
    }
    chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return chunks.toByteArray();
  }

  private static Attack http2(String type, String accept, byte[] body) {
    byte[] headers = Http2Frames.post("content-type", type, "accept", accept);
    Http2Frames frames = Http2Frames.begun().frame(HEADERS, END_HEADERS, 1, headers);
    int from = 0;
    do {
      int to = Math.min(from + MAX_DATA_BYTES, body.length);
      int flags = to == body.length ? END_STREAM : 0;
      frames.frame(DATA, flags, 1, Arrays.copyOfRange(body, from, to));
      from = to;
    } while (from < body.length);
    return Http2Attack.answered(frames.unfinished());
  }
}
