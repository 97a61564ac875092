package dev.retinagate.http.form;

import static dev.retinagate.http.form.Reading.field;
import static dev.retinagate.http.form.Reading.file;
import static dev.retinagate.http.form.Reading.form;
import static dev.retinagate.http.form.Reading.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retinagate.http.form.BodyException.Kind;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms that are refused: the kind, and a sentence that names the part and what to do. */
class MultipartRefusalTest {

  private static final FormLimits SMALL = new FormLimits(2, 3, 10, 100);

  @Test
  void namesThePartInWhichTheFormEnds() {
    String whole = "--B\r\n" + field("a", "1") + "\r\n--B\r\n" + file("x", "XX");
    assertMalformed(
        Reading.of(whole),
        "The form ends within part 2 ('image'); its last boundary '--B--' is missing.");
    assertThat(Reading.of(whole).events()).containsExactly("field a: 1", "unfinished x: XX");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "\r\n", "\r\n--", "\r\n--B", "\r\n--B-", "\r\n--B \t", "\r\n--B\r"})
  void refusesAFormThatEndsWithinItsLastBoundary(String end) {
    assertThat(Reading.of("--B\r\n" + file("x", "X") + end).message())
        .startsWith("The form ends within part 1 ('image')");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Content-", "Content-Disposition: form-data; name=a\r\n"})
  void namesTheNumberOfAPartThatEndsWithinItsHeaders(String headers) {
    assertMalformed(
        Reading.of("--B\r\n" + headers),
        "The form ends within part 1; its last boundary '--B--' is missing.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u00ff\u00d8 picture", "--", "--C\r\n\r\n--C--", " --B\r\n"})
  void tellsThatTheBoundaryIsNowhere(String body) {
    assertMalformed(
        Reading.of(body),
        "The form has no part: its body does not contain the boundary '--B' that the Content-Type announces.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--B", "--B\n", "--B \nContent-Disposition: form-data\n\nX\n--B--\n", "--BB"})
  void tellsThatTheLineOfTheFirstBoundaryDoesNotEndAsItShould(String body) {
    assertMalformed(
        Reading.of(body),
        "The form has no part: the line of its boundary '--B' does not end with a carriage return and a line feed.");
  }

  @Test
  void refusesAHeaderLineWithoutAColon() {
    assertMalformed(
        Reading.of(form(field("a", "1"), "Oh\u00e9\r\n" + file("x", "X"))),
        "Part 2 ('image') has a header line without a name and a colon: 'Oh\u00e9'. Send headers as 'Name: value', and an empty line behind them.");
    assertThat(Reading.of(form(": no name\r\n" + file("x", "X"))).message())
        .startsWith("Part 1 ('image') has a header line without a name and a colon: ': no name'.");
    assertThat(Reading.of("--B\r\n--B--\r\n\r\n").message()).contains("'--B--'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"base64", "Quoted-Printable", "x-uuencode", "gzip"})
  void refusesATransferEncoding(String encoding) {
    assertMalformed(
        Reading.of(
            form(
                field("a", ""),
                "Content-Transfer-Encoding: " + encoding + "\r\n" + file("x", "X"))),
        "Part 2 ('image') has Content-Transfer-Encoding '"
            + encoding
            + "', which is not decoded. Send the bytes as they are.");
  }

  @Test
  void refusesAFormWithinTheForm() {
    assertMalformed(
        Reading.of(
            form(
                "Content-Disposition: form-data; name=files\r\nContent-Type: Multipart/Mixed; boundary=C\r\n\r\n--C--")),
        "Part 1 ('files') has the content type 'multipart/mixed': a form within the form is not read. Send each picture as a part of its own.");
  }

  @Test
  void refusesOnePictureMoreThanTheMost() {
    assertThat(Reading.of(SMALL, form(file("x", "X"), file("", "Y"))).refusal()).isEmpty();
    for (String third : List.of(file("z", ""), file("", "Z"))) {
      assertMalformed(
          Reading.of(SMALL, form(file("x", "X"), file("y", "Y"), third)),
          "The form has more than 2 pictures. Send fewer at a time.");
    }
  }

  @Test
  void countsFieldsAndEmptyFileInputsTogether() {
    assertThat(Reading.of(SMALL, form(field("a", ""), file("", ""), field("b", ""))).refusal())
        .isEmpty();
    for (String fourth : List.of(field("d", ""), file("", ""))) {
      assertTooLarge(
          Reading.of(SMALL, form(field("a", ""), file("", ""), field("b", ""), fourth)),
          "The form has more than 3 text fields and empty file inputs. Send fewer of them.");
    }
  }

  @Test
  void refusesAFieldOfOneByteMoreThanTheMost() {
    assertThat(Reading.of(SMALL, form(field("meta", "0123456789"))).events())
        .containsExactly("field meta: 0123456789");
    assertTooLarge(
        Reading.of(SMALL, form(file("x", "X"), field("meta", "0123456789a"))),
        "The field 'meta' of the form (part 2) is longer than 10 bytes, the most for a text field. Send a picture as a part with a file name.");
  }

  @Test
  void boundsTheFieldsTogetherWithTheirNames() {
    FormLimits limits = new FormLimits(1, 100, 10, 100);
    String name8 = "abcdefgh";
    List<String> parts = Collections.nCopies(4, field(name8, "12"));
    assertThat(Reading.of(limits, form(parts.toArray(String[]::new))).refusal()).isEmpty();
    parts = Collections.nCopies(5, field(name8, ""));
    assertThat(Reading.of(limits, form(parts.toArray(String[]::new))).refusal()).isEmpty();
    for (List<String> more :
        List.of(
            Collections.nCopies(6, field(name8, "")), Collections.nCopies(5, field(name8, "1")))) {
      assertTooLarge(
          Reading.of(limits, form(more.toArray(String[]::new))),
          "The text fields of the form are longer than 40 bytes together, the most for all of them. Send shorter ones.");
    }
  }

  @Test
  void boundsTheHeadersOfAPart() {
    // The lines and the empty line behind them.
    String headers = "Content-Disposition: form-data; filename=\"" + "x".repeat(53) + "\"\r\n\r\n";
    assertThat(headers).hasSize(100);
    assertThat(Reading.of(SMALL, form(headers)).refusal()).isEmpty();
    assertMalformed(
        Reading.of(SMALL, form(field("a", ""), headers.replace("xx", "xxx"))),
        "The headers of part 2 are longer than 100 bytes, the most for the headers of one part. Send a shorter name.");
  }

  @Test
  void refusesHeadersThatNeverEnd() {
    assertMalformed(
        Reading.of("B", SMALL, Collections.nCopies(1000, "--B\r\nX")),
        "The headers of part 1 are longer than 100 bytes, the most for the headers of one part. Send a shorter name.");
  }

  @Test
  void cutsALongNameAndKeepsTheSentenceOnOneLine() {
    String name = "a\0\u007f%0A" + "b".repeat(100);
    assertThat(Reading.of("--B\r\n" + part("form-data; name=\"" + name + "\"", "")).message())
        .startsWith("The form ends within part 1 ('a???" + "b".repeat(60) + "…');");
  }

  @Test
  void leavesANameOf64CharactersWhole() {
    String name = "a".repeat(64);
    assertThat(Reading.of("--B\r\n" + part("form-data; name=" + name, "")).message())
        .contains("('" + name + "')");
  }

  @Test
  void cutsNoCharacterInTwo() {
    String name = Reading.utf8("a".repeat(63) + "😀");
    assertThat(Reading.of("--B\r\n" + part("form-data; name=" + name, "")).message())
        .contains("('" + "a".repeat(63) + "…')");
  }

  private static void assertMalformed(Reading reading, String message) {
    assertThat(reading.message()).isEqualTo(message);
    assertThat(reading.kind()).isEqualTo(Kind.MALFORMED);
  }

  private static void assertTooLarge(Reading reading, String message) {
    assertThat(reading.message()).isEqualTo(message);
    assertThat(reading.kind()).isEqualTo(Kind.TOO_LARGE);
  }
}
