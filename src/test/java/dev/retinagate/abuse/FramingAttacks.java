package dev.retinagate.abuse;

import static dev.retinagate.abuse.Http1Attack.SMUGGLED;
import static dev.retinagate.abuse.Noise.between;
import static dev.retinagate.abuse.Noise.oneOf;
import static dev.retinagate.abuse.Noise.text;

import dev.retinagate.abuse.Http1Attack.Ending;
import java.util.List;
import java.util.Random;

/** Where a request ends: lengths that are wrong, chunks that are none, and smuggling (RFC 9112). */
final class FramingAttacks {

  private static final String POST = "POST /detect HTTP/1.1\r\nHost: t\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  private FramingAttacks() {}

  static List<Kind> kinds() {
    return List.of(
        Kind.of("both lengths", 500, FramingAttacks::bothLengths),
        Kind.of("obscured encodings", 500, FramingAttacks::obscuredEncoding),
        Kind.of("content lengths", 500, FramingAttacks::contentLength),
        Kind.of("header syntax", 500, FramingAttacks::headerSyntax),
        Kind.of("requests in bodies", 300, FramingAttacks::requestInBody),
        Kind.of("short bodies", 300, FramingAttacks::shortBody),
        Kind.of("long bodies", 300, FramingAttacks::longBody),
        Kind.of("chunks", 700, FramingAttacks::chunks),
        Kind.of("unending chunks", 300, FramingAttacks::unendingChunks));
  }

  /** CL.TE and TE.CL. */
  private static Attack bothLengths(Random random) {
    String length = "Content-Length: " + between(random, 0, 200) + "\r\n";
    String coding = "Transfer-Encoding: " + oneOf(random, "chunked", "Chunked", "CHUNKED") + "\r\n";
    return refused(random, random.nextBoolean() ? length + coding : coding + length);
  }

  /** TE.TE: an encoding that one reader takes for chunked and another does not. */
  private static Attack obscuredEncoding(Random random) {
    String coding =
        oneOf(
            random,
            ": xchunked",
            ": chunkedx",
            ": identity",
            ": chunked, identity",
            ": identity, chunked",
            ": gzip, chunked",
            ": chunked, chunked",
            ": chunked,",
            ": ,chunked",
            ":\r\n chunked",
            ": chun\r\n ked",
            ": chunked;a=b",
            ": \"chunked\"",
            ": 'chunked'",
            ": \u000bchunked",
            ": \fchunked",
            ": chunked\u0000",
            ": chunked\u00a0",
            ":",
            " : chunked",
            "\t: chunked",
            ": chunked\r\nTransfer-Encoding: chunked",
            ": chunked\r\nTransfer-encoding: identity",
            ": identity\r\nTransfer-Encoding: chunked");
    String length = random.nextBoolean() ? "Content-Length: 5\r\n" : "";
    return refused(random, length + "Transfer-Encoding" + coding + "\r\n");
  }

  private static Attack contentLength(Random random) {
    int length = between(random, 0, 100);
    String headers =
        oneOf(
            random,
            ": " + length + "\r\nContent-Length: " + (length + 1),
            ": " + length + "\r\ncontent-length: " + length,
            ": " + length + ", " + (length + 1),
            ": " + length + "," + length,
            ": -" + (length + 1),
            ": +" + length,
            ": 0x" + length,
            ": " + length + " " + length,
            ": " + length + ".0",
            ": " + length + ";",
            ": " + length + "e1",
            ": " + length + "\r\n " + length,
            ": 99999999999999999999",
            ": 9223372036854775808",
            ": \u0000" + length,
            ": \u000b" + length,
            ": ",
            " : " + length,
            "\u0000: " + length);
    return refused(random, "Content-Length" + headers + "\r\n");
  }

  private static Attack headerSyntax(Random random) {
    String headers =
        oneOf(
            random,
            "X: a\nContent-Length: 3\r\n",
            "X: a\rContent-Length: 3\r\n",
            "X: a\r\r\nContent-Length: 3\r\n",
            "X: a\u0000\r\nContent-Length: 3\r\n",
            "X\u0000: a\r\nContent-Length: 3\r\n",
            "X Y: a\r\nContent-Length: 3\r\n",
            "X\r\nContent-Length: 3\r\n",
            ": a\r\nContent-Length: 3\r\n",
            "X(: a\r\nContent-Length: 3\r\n",
            "X\u00e4: a\r\nContent-Length: 3\r\n",
            "Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n");
    return refused(random, headers);
  }

  /** Has to be refused, and what stands behind it must not be read. */
  private static Attack refused(Random random, String headers) {
    String line = oneOf(random, "POST /detect", "GET /health", "GET /", "POST /nothing");
    String body = oneOf(random, "", "0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n", "x".repeat(5));
    return Http1Attack.of(
        line + " HTTP/1.1\r\nHost: t\r\n" + headers + "\r\n" + body + SMUGGLED, Ending.REFUSED);
  }

  /** Well-formed: what looks like a request is the body. */
  private static Attack requestInBody(Random random) {
    String line = oneOf(random, "GET /health", "POST /detect", "POST /nothing", "PUT /models");
    String head = line + " HTTP/1.1\r\nHost: t\r\nConnection: close\r\n";
    return Http1Attack.of(
        random.nextBoolean()
            ? head + "Content-Length: " + SMUGGLED.length() + "\r\n\r\n" + SMUGGLED
            : head
                + "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(SMUGGLED.length())
                + "\r\n"
                + SMUGGLED
                + "\r\n0\r\n\r\n",
        Ending.ANSWERED);
  }

  private static Attack shortBody(Random random) {
    int announced = between(random, 2, 100_000);
    int sent = between(random, 0, Math.min(announced - 1, 40_000));
    return Http1Attack.of(
        POST + "Content-Length: " + announced + "\r\n\r\n" + text(random, sent), Ending.ABANDONED);
  }

  private static Attack longBody(Random random) {
    int length = between(random, 0, 300);
    return Http1Attack.of(
        POST
            + "Content-Length: "
            + length
            + "\r\n\r\n"
            + text(random, length)
            + "x"
            + text(random, between(random, 0, 500))
            + "\r\n\r\n",
        Ending.ANSWERED);
  }

  private static Attack chunks(Random random) {
    String chunk =
        oneOf(
            random,
            "x\r\nhello\r\n",
            "-5\r\nhello\r\n",
            "+5\r\nhello\r\n",
            "0x5\r\nhello\r\n",
            "\r\nhello\r\n",
            "5\nhello\n",
            "5\r\nhelloXX",
            "5\r\nhello\n\r",
            "5\r\nhelloworld\r\n",
            "5;a\nb\r\nhello\r\n",
            "80000000\r\nhello\r\n",
            "ffffffffffffffff\r\nhello\r\n",
            "5 5\r\nhelloXX",
            "5;" + "a".repeat(between(random, 20_000, 40_000)) + "\r\nhello\r\n",
            "0\r\nX\r\n\r\n",
            "0\r\nX: " + "a".repeat(between(random, 20_000, 40_000)) + "\r\n\r\n",
            "0\r\nX : a\r\n\r\n",
            "0".repeat(between(random, 20_000, 40_000)) + "\r\n",
            text(random, between(random, 20, 200)).replace('\n', 'x') + "\r\n");
    // Closed at the latest by the noise at the end.
    return Http1Attack.of(
        CHUNKED + chunk + "0\r\n\r\n" + "x" + text(random, 50) + "\r\n\r\n", Ending.CLOSED);
  }

  private static Attack unendingChunks(Random random) {
    String some = "5;a=\"b\"\r\nhello\r\n".repeat(between(random, 0, 2_000));
    String end = oneOf(random, "", "5\r\nhe", "f".repeat(7), "5;aaaa", "0\r\n", "0\r\nX: y");
    return Http1Attack.of(CHUNKED + some + end, Ending.ABANDONED);
  }
}
