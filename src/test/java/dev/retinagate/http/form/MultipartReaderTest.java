package dev.retinagate.http.form;

import static dev.retinagate.http.form.Reading.field;
import static dev.retinagate.http.form.Reading.file;
import static dev.retinagate.http.form.Reading.form;
import static dev.retinagate.http.form.Reading.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where parts begin and end, and which of them are pictures. */
class MultipartReaderTest {

  @Test
  void tellsPicturesAndFieldsInTheOrderOfTheForm() {
    assertThat(read(form(field("a", "1"), file("x.jpg", "XX"), field("b", ""), file("y", "Y"))))
        .containsExactly("field a: 1", "picture x.jpg: XX", "field b: ", "picture y: Y");
  }

  @Test
  void ignoresWhatStandsBeforeTheFirstBoundaryAndBehindTheLast() {
    assertThat(
            read(
                "This is a form.\r\n--Bx\r\n\r\n"
                    + form(file("x", "X"))
                    + "--B\r\n"
                    + file("y", "Y")
                    + "\r\n--B--"))
        .containsExactly("picture x: X");
  }

  @Test
  void takesAFirstBoundaryOnlyAtTheFrontOfALine() {
    assertThat(Reading.of("x--B\r\n" + file("x", "X")).message()).contains("has no part");
  }

  @Test
  void acceptsBlanksBehindABoundary() {
    assertThat(read("--B \t \r\n" + file("x", "X") + "\r\n--B-- \t\r\n"))
        .containsExactly("picture x: X");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r", "\n", "\r\n", " ", "\t\r\n", "\r\n epilogue"})
  void acceptsEveryEndOfTheLastBoundaryLine(String end) {
    assertThat(read("--B\r\n" + file("x", "X") + "\r\n--B--" + end))
        .containsExactly("picture x: X");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n--BX",
        "\r\n--B-",
        "\r\n--B-\r\n",
        "\r\n--B -",
        "\r\n--B --\r\n",
        "\r\n--B--X",
        "\r\n--B-- X",
        "\r\n--B---",
        "\r\n--B\rX",
        "\r\n--B\n",
        "\r\n--B \r\r\n",
        "\n--B\r\n",
        "\r--B\r\n",
        "--B\r\n",
        "\r\n-B\r\n",
        "\r\n--\r\n",
        "\r\r\n",
        "\r\n\r\n",
        "\r\n--B\r\r\n--B\rX"
      })
  void keepsInThePictureWhatOnlyBeginsLikeABoundary(String likeABoundary) {
    String content = "X" + likeABoundary + "Y";
    assertThat(read(form(file("x", content)))).containsExactly("picture x: " + content);
    assertThat(readBytewise(form(file("x", content)))).containsExactly("picture x: " + content);
  }

  @Test
  void findsABoundaryBehindACarriageReturnThatWasTakenForPadding() {
    assertThat(read("--B\r\n" + file("x", "X\r\n--B\r") + "\r\n--B--"))
        .containsExactly("picture x: X\r\n--B\r");
  }

  @Test
  void keepsALineOfMoreBlanksThanAnyPaddingHas() {
    String content = "X\r\n--B" + " ".repeat(1000);
    assertThat(read(form(file("x", content), file("y", "Y"))))
        .containsExactly("picture x: " + content, "picture y: Y");
  }

  @Test
  void acceptsAPartWithoutALineEndBetweenItsHeadersAndTheBoundary() {
    assertThat(read("--B\r\nContent-Disposition: form-data; name=a\r\n\r\n--B--\r\n"))
        .containsExactly("field a: ");
  }

  @Test
  void acceptsAFormWithoutParts() {
    assertThat(read("--B--\r\n")).isEmpty();
  }

  @Test
  void takesAPartWithAnEmptyFileNameForAPictureOnlyIfItHasBytes() {
    assertThat(read(form(file("", ""), file("", "X"), file(" ", ""))))
        .containsExactly("picture image: X");
  }

  @Test
  void takesAPartOfAPictureTypeForAPictureWithoutAFileName() {
    assertThat(
            read(
                form(
                    "Content-Disposition: form-data; name=a\r\nContent-Type: IMAGE/Png;x=y\r\n\r\nX",
                    "content-type:application/octet-stream\r\nCONTENT-DISPOSITION:form-data\r\n\r\nY",
                    "Content-Disposition: form-data; name=c\r\nContent-Type: text/plain\r\n\r\nZ")))
        .containsExactly("picture a: X", "picture part 2: Y", "field c: Z");
  }

  @Test
  void takesAnEmptyPictureForAPicture() {
    assertThat(read(form(file("x.jpg", "")))).containsExactly("picture x.jpg: ");
  }

  @Test
  void takesAPartWithoutHeadersForAField() {
    assertThat(read(form("\r\nX"))).containsExactly("field part 1: X");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain; charset=utf-16", "text/plain; charset=\"\"", "text/plain"})
  void readsAFieldAsUtf8WhateverItsCharset(String type) {
    String part =
        "Content-Disposition: form-data; name=a\r\nContent-Type: "
            + type
            + "\r\n\r\n"
            + utf8("é😀");
    assertThat(read(form(part))).containsExactly("field a: é😀");
  }

  @Test
  void ignoresHeadersThatItDoesNotKnow() {
    assertThat(read(form("X-Y: z\r\nContent-Length: 99\r\n" + file("x", "X"))))
        .containsExactly("picture x: X");
  }

  @Test
  void readsTheFirstOfHeadersThatComeTwice() {
    String second = "Content-Disposition: form-data; name=b; filename=y\r\n";
    assertThat(read(form("Content-Disposition: form-data; name=a\r\n" + second + "\r\nX")))
        .containsExactly("field a: X");
  }

  @Test
  void unfoldsHeaders() {
    assertThat(
            read(
                form(
                    "Content-Disposition: form-data;\r\n name=a;\r\n\tfilename=\"b\r\n c\"\r\n\r\nX")))
        .containsExactly("picture b c: X");
  }

  @Test
  void acceptsBareLineFeedsBehindHeaders() {
    assertThat(read(form("Content-Disposition: form-data; filename=x\nX-Y: z\n\nX\n")))
        .containsExactly("picture x: X\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "8BIT", "7bit", " Binary ", ""})
  void acceptsTransferEncodingsThatAreNone(String encoding) {
    assertThat(read(form("Content-Transfer-Encoding:" + encoding + "\r\n" + file("x", "X"))))
        .containsExactly("picture x: X");
  }

  @Test
  void handsPictureBytesOnAsSlicesOfThePiece() throws Exception {
    byte[] body = Reading.bytes(form(file("x", "some bytes")));
    List<byte[]> arrays = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    BodySink sink =
        new BodySink() {
          @Override
          public void beginPicture(String name) {}

          @Override
          public void pictureBytes(ByteBuffer bytes) {
            arrays.add(bytes.array());
            offsets.add(bytes.arrayOffset() + bytes.position());
          }

          @Override
          public void endPicture() {}

          @Override
          public void field(String name, String value) {}
        };
    MultipartReader reader = new MultipartReader("B", FormLimits.ofPictures(1), sink);
    reader.read(ByteBuffer.wrap(body));
    assertThat(arrays).hasSize(1);
    assertThat(arrays.get(0)).isSameAs(body);
    assertThat(offsets).containsExactly(form(file("x", "some bytes")).indexOf("some bytes"));
  }

  @Test
  void readsOnlyBetweenThePositionAndTheLimitOfAPiece() throws Exception {
    String body = form(file("x", "X"));
    ByteBuffer piece = ByteBuffer.wrap(Reading.bytes("junk" + body + "--B\r\n"));
    piece.position(4).limit(4 + body.length());
    List<String> names = new ArrayList<>();
    RecordNames sink = new RecordNames(names);
    MultipartReader reader = new MultipartReader("B", FormLimits.ofPictures(1), sink);
    reader.read(piece);
    reader.end();
    assertThat(names).containsExactly("x");
    assertThat(piece.remaining()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "------", "-- --", "=_x.y/z", "B--", "a b"})
  void readsWithEveryKindOfBoundary(String boundary) {
    String content = "\r\n--\r\n-\r\n------x\r\n--------x\r\n--a\r\n--B-X\r\n--=_x";
    String line = "--" + boundary;
    String body = line + "\r\n" + file("x", content) + "\r\n" + line + "--\r\n";
    FormLimits limits = FormLimits.ofPictures(1);
    Reading whole = Reading.of(boundary, limits, List.of(body));
    assertThat(whole.refusal()).isEmpty();
    assertThat(whole.events()).containsExactly("picture x: " + content);
    assertThat(Reading.of(boundary, limits, List.of(body.split("")))).isEqualTo(whole);
  }

  @Test
  void refusesToBeMadeWithWhatCannotBeABoundary() {
    for (String boundary : List.of("", "a\r\nb", "é")) {
      assertThatThrownBy(
              () -> new MultipartReader(boundary, FormLimits.ofPictures(1), new RecordNames(null)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static List<String> read(String body) {
    Reading reading = Reading.of(body);
    assertThat(reading.refusal()).isEmpty();
    return reading.events();
  }

  private static List<String> readBytewise(String body) {
    return Reading.of("B", FormLimits.ofPictures(16), List.of(body.split(""))).events();
  }

  private record RecordNames(List<String> names) implements BodySink {
    @Override
    public void beginPicture(String name) {
      names.add(name);
    }

    @Override
    public void pictureBytes(ByteBuffer bytes) {}

    @Override
    public void endPicture() {}

    @Override
    public void field(String name, String value) {}
  }
}
