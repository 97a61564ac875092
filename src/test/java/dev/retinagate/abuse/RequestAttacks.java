package dev.retinagate.abuse;

import static dev.retinagate.abuse.Noise.between;
import static dev.retinagate.abuse.Noise.line;
import static dev.retinagate.abuse.Noise.oneOf;
import static dev.retinagate.abuse.Noise.text;
import static dev.retinagate.abuse.Noise.token;

import dev.retinagate.abuse.Http1Attack.Ending;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** What comes before a body: no HTTP at all, absurd lines, headers, targets and queries. */
final class RequestAttacks {

  private static final String CLOSE = "Connection: close\r\n";

  private RequestAttacks() {}

  static List<Kind> kinds() {
    return List.of(
        Kind.of("random bytes", 900, RequestAttacks::randomBytes),
        Kind.of("garbage headers", 600, RequestAttacks::garbageHeaders),
        Kind.of("huge headers", 300, RequestAttacks::hugeHeaders),
        Kind.of("huge request line", 300, RequestAttacks::hugeLine),
        Kind.of("methods", 400, RequestAttacks::method),
        Kind.of("targets", 600, RequestAttacks::target),
        Kind.of("queries", 400, RequestAttacks::query),
        Kind.of("expectations", 300, RequestAttacks::expectation),
        Kind.of("content types", 400, RequestAttacks::contentType),
        Kind.of("upgrades", 300, RequestAttacks::upgrade));
  }

  private static Attack randomBytes(Random random) {
    boolean ended = random.nextBoolean();
    String noise = "x" + text(random, between(random, 1, 2_000));
    return Http1Attack.of(
        ended ? noise + "\r\n\r\n" : noise, ended ? Ending.CLOSED : Ending.ABANDONED);
  }

  private static Attack garbageHeaders(Random random) {
    StringBuilder request = new StringBuilder("GET /health HTTP/1.1\r\nHost: t\r\n");
    int lines = between(random, 1, 20);
    for (int i = 0; i < lines; i++) {
      int length = between(random, 1, 80);
      request
          .append(
              switch (random.nextInt(4)) {
                case 0 -> text(random, length);
                case 1 -> token(random, length) + ":" + text(random, length);
                case 2 -> token(random, length) + ":" + line(random, length);
                default -> line(random, length);
              })
          .append("\r\n");
    }
    // At the end, where nothing can continue it.
    return Http1Attack.of(request + CLOSE + "\r\n", Ending.CLOSED);
  }

  private static Attack hugeHeaders(Random random) {
    String header =
        random.nextBoolean()
            ? "X-Long: " + "a".repeat(between(random, 17_000, 100_000)) + "\r\n"
            : "X-Many: a\r\n".repeat(between(random, 2_000, 5_000));
    return Http1Attack.of("GET /health HTTP/1.1\r\nHost: t\r\n" + header + "\r\n", Ending.CLOSED);
  }

  private static Attack hugeLine(Random random) {
    String path = "/" + token(random, between(random, 17_000, 60_000));
    return Http1Attack.of("GET " + path + " HTTP/1.1\r\nHost: t\r\n\r\n", Ending.CLOSED);
  }

  private static Attack method(Random random) {
    String method =
        oneOf(
            random,
            token(random, between(random, 1, 300)),
            token(random, between(random, 1, 8)),
            oneOf(random, "CONNECT", "TRACE", "PRI", "get", "PUT", "PATCH", "DELETE", "OPTIONS"));
    String path = oneOf(random, "/detect", "/health", "/models", "/", "*", "/nothing");
    // HEAD is the one method whose answers look different.
    String line = (method.equals("HEAD") ? "HEAT" : method) + " " + path + " HTTP/1.1\r\n";
    return Http1Attack.of(line + "Host: t\r\n" + CLOSE + "\r\n", Ending.ANSWERED);
  }

  private static Attack target(Random random) {
    String target =
        oneOf(
            random,
            "http://elsewhere/models",
            "http://elsewhere",
            "https://user:password@elsewhere:1/detect?x#y",
            "elsewhere:443",
            "//elsewhere/models",
            "//",
            "*",
            "detect",
            "?",
            "#",
            "/#",
            "/.",
            "/..",
            "/../../../etc/passwd",
            "/assets/../../../etc/passwd",
            "/assets/%2e%2e/%2e%2e/openapi.yaml",
            "/assets/..%2f..%2fopenapi.yaml",
            "/assets/..%5c..%5copenapi.yaml",
            "/assets/%00",
            "/assets//",
            "/%",
            "/%4",
            "/%zz",
            "/%00",
            "/%c0%ae%c0%ae/",
            "/%ff%fe",
            "/detect/",
            "/detect;a=b",
            "/DETECT",
            "/./health",
            "/x/../health",
            "/health%20",
            "/\\..\\..",
            "/" + token(random, between(random, 1, 5_000)),
            "/" + text(random, between(random, 1, 40)),
            "/" + "../".repeat(between(random, 1, 3_000)),
            "/" + "%2e%2e/".repeat(between(random, 1, 1_000)),
            "/" + "/".repeat(between(random, 1, 10_000)));
    String method = oneOf(random, "GET", "POST", "CONNECT", "OPTIONS");
    return Http1Attack.of(
        method + " " + target + " HTTP/1.1\r\nHost: t\r\n" + CLOSE + "\r\n", Ending.ANSWERED);
  }

  private static Attack query(Random random) {
    String query =
        oneOf(
            random,
            "threshold=" + oneOf(random, "NaN", "-1", "1e999", "0x1", "", "Infinity", "٠"),
            "max=" + oneOf(random, "-1", "99999999999999999999", "1.5", "", "0x10", "null"),
            "labels=" + token(random, between(random, 1, 8_000)),
            "labels=" + "cat,".repeat(between(random, 1, 3_000)),
            "a=b&".repeat(between(random, 1, 3_000)),
            "&".repeat(between(random, 1, 10_000)),
            "=".repeat(between(random, 1, 10_000)),
            "max=5&max=5",
            "annotate=%00",
            "%zz=%",
            "%",
            "?" + line(random, 30).replace(' ', '+').replace('#', '?'),
            token(random, between(random, 1, 200)) + "=" + token(random, 50));
    byte[] utf8 =
        ("POST /detect?" + query + " HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\n" + CLOSE)
            .getBytes(StandardCharsets.UTF_8);
    return Http1Attack.of(new String(utf8, StandardCharsets.ISO_8859_1) + "\r\nx", Ending.ANSWERED);
  }

  private static Attack expectation(Random random) {
    String head = "POST /detect HTTP/1.1\r\nHost: t\r\n" + CLOSE + "Content-Length: 5\r\nExpect: ";
    return switch (random.nextInt(3)) {
      case 0 -> Http1Attack.of(head + "100-continue\r\n\r\n", Ending.ABANDONED);
      case 1 -> Http1Attack.of(head + "100-continue\r\n\r\nhello", Ending.ANSWERED);
      default ->
          Http1Attack.of(
              head + token(random, between(random, 1, 40)) + "\r\n\r\nhello", Ending.ANSWERED);
    };
  }

  private static Attack contentType(Random random) {
    String type =
        oneOf(
            random,
            "application/json",
            "text/html",
            "image/",
            "image/svg+xml",
            "",
            ";",
            "multipart/form-data",
            "multipart/form-data;",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"",
            "multipart/form-data; boundary=" + line(random, 100),
            "multipart/form-data; boundary=b; boundary=c",
            "multipart/form-data; charset=no-such-charset; boundary=b",
            "multipart/mixed; boundary=b",
            "MULTIPART/FORM-DATA; BOUNDARY=b",
            line(random, between(random, 1, 300)),
            "a".repeat(between(random, 1, 9_000)));
    return Http1Attack.of(
        "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n"
            + CLOSE
            + "Content-Type: "
            + type
            + "\r\n\r\nhello",
        Ending.ANSWERED);
  }

  private static Attack upgrade(Random random) {
    String headers =
        oneOf(
            random,
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: "
                + oneOf(random, "AAMAAABkAAQAAP__", "!", "", token(random, 64)),
            "Upgrade: h2c\r\nConnection: Upgrade",
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x",
            "Upgrade: " + token(random, between(random, 1, 50)) + "\r\nConnection: Upgrade",
            "HTTP2-Settings: " + token(random, 20));
    String after = oneOf(random, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "x" + text(random, 100));
    return Http1Attack.of(
        "GET /health HTTP/1.1\r\nHost: t\r\n" + headers + "\r\n\r\n" + after + "\r\n\r\n",
        Ending.ANSWERED);
  }
}
