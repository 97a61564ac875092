package dev.retinagate.abuse;

import static dev.retinagate.abuse.Noise.between;
import static dev.retinagate.abuse.Noise.line;
import static dev.retinagate.abuse.Noise.oneOf;
import static dev.retinagate.abuse.Noise.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Forms that cost a careless reader much: floods of boundaries, parts, headers and fields. */
final class FormAttacks {

  private static final String ANY = "*/*";
  private static final String TYPE = "multipart/form-data; boundary=B";
  private static final String DISPOSITION =
      "Content-Disposition: form-data; name=\"f\"; filename=\"a.jpg\"";
  private static final String FILE = "--B\r\n" + DISPOSITION + "\r\n\r\n";
  private static final String END = "\r\n--B--\r\n";

  /** The longest boundary that the node takes. */
  private static final int LONG_BOUNDARY = 200;

  private FormAttacks() {}

  static List<Kind> kinds() {
    return List.of(
        Kind.of("form boundary floods", 250, FormAttacks::boundaryFlood),
        Kind.of("form near boundaries", 150, FormAttacks::nearBoundaries),
        Kind.of("form tiny parts", 100, FormAttacks::tinyParts),
        Kind.of("form million parts", 4, FormAttacks::millionParts),
        Kind.of("form header floods", 150, FormAttacks::headerFlood),
        Kind.of("form folded headers", 150, FormAttacks::foldedHeaders),
        Kind.of("form encodings", 150, FormAttacks::encodings),
        Kind.of("form unfinished", 250, FormAttacks::unfinished),
        Kind.of("form field floods", 150, FormAttacks::fieldFlood),
        Kind.of("form boundaries", 200, FormAttacks::boundaries));
  }

  private static Attack form(Random random, String body) {
    return Posts.of(random, TYPE, ANY, body.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Attack http1(Random random, String type, String body) {
    return Posts.http1(random, type, ANY, body.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Attack boundaryFlood(Random random) {
    String flood =
        oneOf(
                random,
                "--B\r\n",
                "\r\n--B",
                "\r\n--B\r\n",
                "--B--\r\n",
                "--B \t\r\n",
                "--B\r",
                "--B\n",
                "\r\n--B-",
                "\r\n--B\r\n\r\n")
            .repeat(between(random, 1, 20_000));
    return form(random, random.nextBoolean() ? FILE + flood + END : flood);
  }

  /** All but the last byte is a boundary, again and again: a reader that goes back is slow. */
  private static Attack nearBoundaries(Random random) {
    String boundary =
        "a".repeat(between(random, 1, LONG_BOUNDARY - 1)) + oneOf(random, "a", "b", "-");
    String near =
        oneOf(
            random,
            "\r\n--" + boundary.substring(0, boundary.length() - 1),
            "\r\n--" + boundary + "x",
            "\r\n--" + boundary + " ".repeat(50) + "x",
            "\r\n-",
            "\r\r\n--",
            "a",
            "\r");
    String body =
        FILE.replace("--B", "--" + boundary)
            + near.repeat(between(random, 1, 200_000 / near.length()))
            + END.replace("--B", "--" + boundary);
    return http1(random, "multipart/form-data; boundary=" + boundary, body);
  }

  private static Attack tinyParts(Random random) {
    String part =
        oneOf(
            random,
            "--B\r\n\r\n\r\n",
            FILE + "\r\n",
            FILE + "x\r\n",
            FILE.replace("a.jpg", "") + "\r\n",
            "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n",
            "--B\r\nContent-Type: image/png\r\n\r\n\r\n",
            "--B\n\n\n");
    return form(random, part.repeat(between(random, 10, 5_000)) + "--B--\r\n");
  }

  /** Some megabytes of them: refused long before, and then read for the sake of the answer. */
  private static Attack millionParts(Random random) {
    String part = oneOf(random, "--B\r\n\r\n\r\n", "--B\n\n\n");
    return http1(random, TYPE, part.repeat(1_000_000) + "--B--\r\n");
  }

  private static Attack headerFlood(Random random) {
    String headers =
        oneOf(
            random,
            "X: a\r\n".repeat(between(random, 100, 20_000)),
            ":\r\n".repeat(between(random, 100, 20_000)),
            "X".repeat(between(random, 10_000, 100_000)),
            "X: " + line(random, between(random, 10_000, 100_000)) + "\r\n",
            (DISPOSITION + "\r\n").repeat(between(random, 2, 1_000)),
            "Content-Disposition: form-data"
                + "; x=y".repeat(between(random, 100, 10_000))
                + "\r\n",
            "Content-Disposition: form-data; filename=\"" + "\\\"".repeat(8_000) + "\"\r\n",
            "Content-Disposition: form-data; filename=\"" + "a".repeat(20_000) + "\r\n",
            "Content-Type: " + "a/".repeat(between(random, 100, 8_000)) + "\r\n",
            "\r".repeat(between(random, 100, 50_000)));
    return form(random, "--B\r\n" + headers + "\r\nx" + END);
  }

  private static Attack foldedHeaders(Random random) {
    String fold = oneOf(random, "\r\n ", "\r\n\t", "\n ", "\r\n  \t ", "\r ");
    String headers =
        switch (random.nextInt(4)) {
          case 0 -> DISPOSITION.replace(" ", fold);
          case 1 -> DISPOSITION + fold.repeat(between(random, 1, 10_000));
          case 2 -> fold + DISPOSITION;
          default -> DISPOSITION.replace("a.jpg", "a" + fold + "b.jpg");
        };
    return form(random, "--B\r\n" + headers + "\r\n\r\nx" + END);
  }

  private static Attack encodings(Random random) {
    String encoding =
        oneOf(
            random,
            "base64",
            "quoted-printable",
            "gzip",
            "",
            "binary, base64",
            "BASE64",
            "7bit; x=y",
            line(random, 60),
            "x".repeat(between(random, 1, 15_000)));
    String header = oneOf(random, "Content-Transfer-Encoding", "content-transfer-encoding ");
    return form(
        random, "--B\r\n" + DISPOSITION + "\r\n" + header + ": " + encoding + "\r\n\r\neHg=" + END);
  }

  /** A form that was whole, without its last bytes. */
  private static Attack unfinished(Random random) {
    String whole =
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n"
            + FILE
            + text(random, between(random, 0, 2_000))
            + END;
    return form(random, whole.substring(0, between(random, 1, whole.length() - 1)));
  }

  private static Attack fieldFlood(Random random) {
    int bytes = oneOf(random, 0, 1, 1_000, 65_536, 65_537);
    int fields = Math.min(3_000, Math.max(1, between(random, 1, 300_000) / (bytes + 60)));
    String name = oneOf(random, "a", "a".repeat(15_000), text(random, 50).replace('\n', 'x'));
    String field =
        "--B\r\nContent-Disposition: form-data; name=\""
            + name
            + "\"\r\n\r\n"
            + "x".repeat(bytes)
            + "\r\n";
    return form(random, field.repeat(fields) + FILE + "x" + END);
  }

  private static Attack boundaries(Random random) {
    String boundary =
        oneOf(
            random,
            "B",
            "\"B\"",
            "B;",
            "B ; charset=x",
            "\"B\\\"\"",
            "\"\"",
            "",
            "B; boundary=C",
            "B; boundary=B",
            "a".repeat(LONG_BOUNDARY),
            "a".repeat(LONG_BOUNDARY + 1),
            "\u00e4",
            "\"a b\"",
            line(random, between(random, 1, 70)));
    String type =
        oneOf(random, "multipart/form-data", "Multipart/Form-Data", "multipart/form-data ");
    return http1(random, type + "; boundary=" + boundary, FILE + "x" + END);
  }
}
