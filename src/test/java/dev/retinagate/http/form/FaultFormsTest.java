package dev.retinagate.http.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Forms that were refused or misread before, and relatives of them. The forms lie beside the
 * project, in {@code ../shared} unless the system property {@code retinagate.shared} says
 * otherwise; without them their tests are skipped. The relatives need nothing.
 */
class FaultFormsTest {

  private static final Path FAULTS =
      Path.of(System.getProperty("retinagate.shared", "../shared"), "data", "faults");

  private static final int SEED = 6;

  @Test
  void readsAPictureWhoseTypeHasACharset() throws Exception {
    assertThat(names(shared("F05-charset-binary.form"))).containsExactly("picture a.jpg");
  }

  @Test
  void givesFileNamesBackAsSent() throws Exception {
    assertThat(names(shared("F06-names.form")))
        .containsExactly(
            "picture 10:30:15.jpg",
            "picture gate,east.jpg",
            "picture a;b.jpg",
            "picture k=v.jpg",
            "picture gate east.jpg");
  }

  @Test
  void readsALongTextFieldBesideThePicture() throws Exception {
    Reading reading = shared("F07-text-field-of-2000-bytes.form");
    assertThat(names(reading)).containsExactly("field meta", "picture a.jpg");
    assertThat(reading.events().get(0)).hasSizeGreaterThan(2000);
  }

  @Test
  void readsManyShortFieldsBesideThePicture() throws Exception {
    List<String> names = names(shared("F07-33-short-fields.form"));
    assertThat(names).hasSize(34).contains("field f32").endsWith("picture a.jpg");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "F05-charset-binary.form",
        "F06-names.form",
        "F07-33-short-fields.form",
        "F07-text-field-of-2000-bytes.form"
      })
  void readsTheFormTheSameWayByteByByte(String file) throws Exception {
    Reading whole = shared(file);
    List<String> bytes = List.of(text(file).split(""));
    assertThat(Reading.of("B", FormLimits.ofPictures(16), bytes)).isEqualTo(whole);
  }

  @Test
  void keepsEveryByteOfAPicture() throws Exception {
    assumeThat(FAULTS).as("faults beside the project").isDirectory();
    String cat = Files.readString(FAULTS.resolve("cat.jpg"), StandardCharsets.ISO_8859_1);
    assertThat(shared("F05-charset-binary.form").events()).containsExactly("picture a.jpg: " + cat);
  }

  @ParameterizedTest
  @MethodSource("partHeaders")
  void readsAPictureWithSuchHeaders(String headers) {
    String disposition = "Content-Disposition: form-data; name=image; filename=\"a.jpg\"\r\n";
    for (String part : List.of(headers + disposition, disposition + headers)) {
      assertThat(Reading.of(Reading.form(part + "\r\nX")).events())
          .containsExactly("picture a.jpg: X");
    }
  }

  /** Relatives of F05. */
  static Stream<String> partHeaders() {
    List<String> charsets =
        List.of(
            "binary",
            "\"\"",
            "",
            "us-ascii",
            "UTF-16",
            "no such",
            "\"a;b\"",
            "%",
            "unknown-8bit",
            "x".repeat(3000),
            "\u00ff",
            "\"",
            "\\",
            "'",
            "=");
    Stream<String> types =
        charsets.stream()
            .flatMap(c -> Stream.of("charset=", "CHARSET =", "charset*=").map(key -> key + c))
            .flatMap(c -> Stream.of("image/jpeg; ", "text/plain;", "").map(type -> type + c))
            .map(type -> "Content-Type: " + type);
    Stream<String> encodings =
        Stream.of("binary", "BINARY", "8bit", "7Bit", "")
            .flatMap(
                e -> Stream.of(": ", ":", " :\t").map(c -> "Content-Transfer-Encoding" + c + e));
    Stream<String> odd =
        Stream.of(
            "Content-Length: x", "X:", "X: a\r\n b\r\n\tc", "X: \r\n ", "X: " + "y".repeat(9999));
    return Stream.of(types, encodings, odd)
        .flatMap(headers -> headers)
        .flatMap(header -> Stream.of(header + "\r\n", header + "\n"));
  }

  @ParameterizedTest
  @MethodSource("fileNames")
  void givesAFileNameBackAsItWasMeant(String name) {
    String utf8 = Reading.utf8(name);
    String backslashes = utf8.replace("\\", "\\\\").replace("\"", "\\\"");
    String percents = utf8.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    String extended = percentEncoded(name);
    for (String parameter :
        List.of(
            "filename=\"" + backslashes + "\"; name=image",
            "name=image; filename=\"" + percents.replace("\\", "\\\\") + "\"",
            "name=image; filename=x; filename*=UTF-8''" + extended,
            "name=\"" + backslashes + "\"; filename=\"\"")) {
      assertThat(Reading.of(Reading.form(Reading.part("form-data; " + parameter, "X"))).events())
          .as(parameter)
          .containsExactly("picture " + name + ": X");
    }
  }

  /** Relatives of F06: what names are made of, put together at random. */
  static Stream<String> fileNames() {
    List<String> tokens =
        List.of(
            "a",
            "10:30",
            ",",
            ";",
            "=",
            "'",
            "\"",
            "\\",
            "/",
            " ",
            "%",
            "%20",
            "é",
            "猫",
            "😀",
            "\t",
            "?",
            "=?",
            "&",
            "(",
            "*",
            "filename=",
            "; ",
            "\u0001",
            "--B",
            ":");
    Random random = new Random(SEED);
    return IntStream.range(0, 300)
        .mapToObj(
            i ->
                "n"
                    + IntStream.range(0, 1 + random.nextInt(8))
                        .mapToObj(t -> tokens.get(random.nextInt(tokens.size())))
                        .reduce("", String::concat)
                    + ".jpg");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 17, 33, 99, 100})
  void readsUpToTheMostFieldsOfUpToTheirShare(int fields) {
    for (int bytes : List.of(0, 1, 1024, 1025, 2000)) {
      String[] parts =
          Stream.concat(
                  IntStream.range(0, fields)
                      .mapToObj(i -> Reading.field("f" + i, "x".repeat(bytes))),
                  Stream.of(Reading.file("a.jpg", "X")))
              .toArray(String[]::new);
      assertThat(names(Reading.of(Reading.form(parts)))).hasSize(fields + 1);
    }
  }

  @Test
  void readsAFieldOfTheMostBytes() {
    String value = "x".repeat(FormLimits.MAX_FIELD_BYTES);
    assertThat(Reading.of(Reading.form(Reading.field("a", value))).events())
        .containsExactly("field a: " + value);
  }

  @ParameterizedTest
  @MethodSource("capitals")
  void readsTheTypeInAnyCapitals(String type) throws Exception {
    assertThat(FormType.isForm(type)).isTrue();
    assertThat(FormType.boundary(type)).isEqualTo("bB");
  }

  /** Relatives of F15. */
  static Stream<String> capitals() {
    return Stream.of(
            "multipart/form-data",
            "Multipart/Form-Data",
            "MULTIPART/form-data",
            "multipart/Form-Data")
        .flatMap(type -> Stream.of("; ", ";", " ; ", ";charset=x; ").map(gap -> type + gap))
        .flatMap(type -> Stream.of("boundary", "Boundary", "BOUNDARY").map(key -> type + key))
        .flatMap(type -> Stream.of("=bB", "=\"bB\"", "=bB;", " = bB ").map(value -> type + value));
  }

  private static Reading shared(String file) throws Exception {
    return Reading.of(text(file));
  }

  private static String text(String file) throws Exception {
    assumeThat(FAULTS).as("faults beside the project").isDirectory();
    return Files.readString(FAULTS.resolve(file), StandardCharsets.ISO_8859_1);
  }

  /** The events without the bytes; fails if the form was refused. */
  private static List<String> names(Reading reading) {
    assertThat(reading.refusal()).isEmpty();
    return reading.events().stream().map(e -> e.substring(0, e.indexOf(": "))).toList();
  }

  private static String percentEncoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      encoded.append(String.format(Locale.ROOT, "%%%02X", b));
    }
    return encoded.toString();
  }
}
