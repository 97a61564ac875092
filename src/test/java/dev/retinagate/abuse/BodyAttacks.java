package dev.retinagate.abuse;

import static dev.retinagate.abuse.Noise.between;
import static dev.retinagate.abuse.Noise.bytes;
import static dev.retinagate.abuse.Noise.oneOf;
import static dev.retinagate.abuse.Noise.text;

import dev.retinagate.abuse.Http1Attack.Ending;
import dev.retinagate.support.JarNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bodies that come as they were announced, and are not what they say: forms and pictures. */
final class BodyAttacks {

  private static final String FILE =
      "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.jpg\"\r\n\r\n";
  private static final String END = "\r\n--B--\r\n";

  private BodyAttacks() {}

  static List<Kind> kinds() {
    return List.of(
        Kind.of("forms", 1_000, BodyAttacks::form),
        Kind.of("broken off forms", 300, BodyAttacks::brokenOffForm),
        Kind.of("lying pictures", 500, BodyAttacks::picture));
  }

  private static Attack form(Random random) {
    String body = formBody(random);
    return Http1Attack.of(head(body.length()) + body, Ending.ANSWERED);
  }

  /** A form with the boundary {@code B} that is none, or not one with a picture. */
  static String formBody(Random random) {
    return oneOf(
        random,
        text(random, between(random, 1, 3_000)),
        FILE + text(random, between(random, 1, 3_000)),
        FILE + "x\r\n--B",
        FILE + "x\r\n--B-",
        FILE.replace("--B", "--C") + "x" + END,
        FILE.replace("\r\n", "\n") + "x" + END.replace("\r\n", "\n"),
        FILE.replace("filename=\"a.jpg\"", "filename=\"" + text(random, 40) + "\"") + "x" + END,
        FILE.replace("filename=", "filename*=UTF-8''%zz%; x=") + "x" + END,
        FILE.replace("; name=\"f\"", "") + "x" + END,
        FILE.replace("form-data", "attachment") + "x" + END,
        "--B\r\n\r\nx" + END,
        "--B\r\nContent-Type: image/jpeg\r\n\r\nx" + END,
        "--B\r\nContent-Disposition\r\n\r\nx" + END,
        "--B\r\nContent-Disposition: ;;;=;\r\n\r\nx" + END,
        "--B\r\n" + text(random, between(random, 1, 500)) + "\r\n\r\nx" + END,
        "--B\r\nX-Long: " + "a".repeat(between(random, 9_000, 50_000)) + "\r\n\r\nx" + END,
        "--B\r\n" + "X-Many: a\r\n".repeat(between(random, 1_000, 4_000)) + "\r\nx" + END,
        (FILE + "x\r\n").repeat(between(random, 17, 3_000)) + "--B--\r\n",
        FILE.replace("; filename=\"a.jpg\"", "").repeat(between(random, 1, 1_000)) + END,
        field("a").repeat(between(random, 1, 3_000)) + "--B--\r\n",
        nested(FILE + "x" + END),
        part("Content-Transfer-Encoding: " + oneOf(random, "base64", "7bit", "nonsense")),
        part("Content-Length: " + oneOf(random, "-1", "0", "99999999999", "x")),
        part("Content-Type: image/jpeg; charset=no-such-charset"),
        part("Content-Type: multipart/mixed"),
        part("Content-Type: multipart/mixed; boundary=B"),
        "--B--\r\n",
        "--B".repeat(between(random, 1, 3_000)),
        "\r\n".repeat(between(random, 1, 3_000)),
        "-".repeat(between(random, 1, 10_000)));
  }

  private static String part(String header) {
    return FILE.substring(0, FILE.length() - 2) + header + "\r\n\r\nx" + END;
  }

  private static String field(String name) {
    return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\nx\r\n";
  }

  private static String nested(String inner) {
    return part("Content-Type: multipart/mixed; boundary=C")
        .replace("\r\n\r\nx", "\r\n\r\n" + inner.replace("--B", "--C"));
  }

  private static Attack brokenOffForm(Random random) {
    String body =
        (FILE + text(random, between(random, 0, 30_000)) + "\r\n").repeat(2) + "--B--\r\n";
    String half = body.substring(0, random.nextInt(body.length()));
    return Http1Attack.of(head(body.length()) + half, Ending.ABANDONED);
  }

  private static String head(int length) {
    return "POST /detect HTTP/1.1\r\nHost: t\r\nConnection: close\r\n"
        + "Content-Type: multipart/form-data; boundary=B\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  /**
   * The beginning is a picture's; behind it comes noise, or the picture with some bytes changed.
   */
  private static Attack picture(Random random) {
    byte[] real =
        JarNode.picture(
            "formats/"
                + oneOf(
                    random,
                    "baseline.jpg",
                    "progressive.jpg",
                    "cmyk.jpg",
                    "rgb.png",
                    "palette.png",
                    "lossy.webp",
                    "lossless.webp",
                    "colour.bmp",
                    "palette.bmp"));
    byte[] lie;
    if (random.nextBoolean()) {
      int honest = between(random, 4, 200);
      lie = Arrays.copyOf(real, between(random, honest, 5_000));
      byte[] noise = bytes(random, lie.length - Math.min(honest, lie.length));
      System.arraycopy(noise, 0, lie, lie.length - noise.length, noise.length);
    } else {
      lie = real.clone();
      for (int changes = between(random, 1, 20); changes > 0; changes--) {
        lie[between(random, 4, lie.length - 1)] = (byte) random.nextInt();
      }
    }
    String head =
        "POST /detect HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Length: "
            + lie.length
            + "\r\n\r\n";
    return Http1Attack.of(head + new String(lie, StandardCharsets.ISO_8859_1), Ending.ANSWERED);
  }
}
