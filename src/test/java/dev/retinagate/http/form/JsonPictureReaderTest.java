package dev.retinagate.http.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPictureReaderTest {

  private static final int MAX_PICTURE = 12;
  private static final int MAX_TEXT = 100;

  @Test
  void passesThePictureOnDecodedAndTheRestAsAField() {
    assertThat(read("{\"MaxLabels\":3,\"Image\":{\"Bytes\":\"YSBjYXQ=\"},\"Settings\":{}}"))
        .isEqualTo(
            List.of(
                "picture Image.Bytes: a cat",
                "field json: {\"MaxLabels\":3,\"Image\":{\"Bytes\":\"\"},\"Settings\":{}}"));
  }

  @Test
  void readsTheSameWhereverTheBodyIsCut() {
    String body =
        " {\"a\\\"\\u0042\":[{\"Bytes\":\"YQ\"}],\"Im\\u0061ge\" : {\"S\":null,\"\\u0042ytes\":"
            + "\"YS\\u0042j\\/\\u002bQ\\u003d\"}, \"b\":\"}\"}\r\n";
    List<String> whole = read(body);

    assertThat(whole).hasSize(2);
    for (int cut = 0; cut <= body.length(); cut++) {
      assertThat(read(body.substring(0, cut), body.substring(cut))).isEqualTo(whole);
    }
    assertThat(read(body.split("", -1))).isEqualTo(whole);
  }

  /** The intake reserves as many bytes as the piece has, and none for earlier ones. */
  @Test
  void passesOnNoMoreBytesOfAPictureThanThePieceHas() throws BodyException {
    List<Integer> lengths = new ArrayList<>();
    BodyReader reader = reader(new CountingSink(lengths));
    for (String character : "{\"Image\":{\"Bytes\":\"YSBjYXQh\"}}".split("", -1)) {
      lengths.clear();
      reader.read(ByteBuffer.wrap(Reading.bytes(character)));
      assertThat(lengths.stream().mapToInt(length -> length).sum()).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Bytes\":\"YQ==\"}",
        "{\"Image\":[\"Bytes\",\"YQ==\"]}",
        "{\"Image\":[{\"Bytes\":\"YQ==\"}]}",
        "[{\"Image\":{\"Bytes\":\"YQ==\"}}]",
        "{\"Image\":{\"S3Object\":{\"Bytes\":\"YQ==\"}}}",
        "{\"Image\":{\"Byte\":\"YQ==\",\"Bytes2\":\"YQ==\",\"bytes\":\"YQ==\"}}",
        "{\"Imag\":{\"Bytes\":\"YQ==\"}}",
        "{\"a\":\"Image\",\"b\":{\"Bytes\":\"YQ==\"}}",
        "{\"Image\":{\"a\":\"Bytes\",\"b\":\"YQ==\"}}",
        "{\"Image\":\"YQ==\"}",
        "{\"Image\":{\"Bytes\":[\"YQ==\"]}}",
        "{\"Image\":null,\"c\":{\"Bytes\":\"YQ==\"}}"
      })
  void takesAStringElsewhereForNoPicture(String body) {
    assertThat(read(body)).isEqualTo(List.of("field json: " + body));
  }

  @Test
  void takesAnEmptyStringForAnEmptyPicture() {
    assertThat(read("{\"Image\":{\"Bytes\":\"\"}}"))
        .isEqualTo(List.of("picture Image.Bytes: ", "field json: {\"Image\":{\"Bytes\":\"\"}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"YQ", "YQ==", "YWI", "YWI=", "YWJj"})
  void readsBase64WithPaddingAndWithout(String base64) {
    assertThat(read(image(base64)).get(0)).startsWith("picture Image.Bytes: a");
  }

  @ParameterizedTest
  @CsvSource({
    "Y, ends within a group of four characters",
    "YWJjY, ends within a group of four characters",
    "YQ=, ends within a group of four characters",
    "YQ===, has '=' where base64 cannot have it",
    "YWI==, has '=' where base64 cannot have it",
    "=, has '=' where base64 cannot have it",
    "YWJj=, has '=' where base64 cannot have it",
    "YQ==YQ==, has a character that is not of base64",
    "YW-j, has a character that is not of base64",
    "YWJ\\nj, has a character that is not of base64",
    "YWJ\\u0411j, has a character that is not of base64",
    "Y WJj, has a character that is not of base64"
  })
  void refusesWhatIsNotBase64(String base64, String sentence) {
    Reading reading = reading(image(base64));

    assertThat(reading.kind()).isEqualTo(BodyException.Kind.MALFORMED);
    assertThat(reading.message()).contains(sentence).contains("base64 -w0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"YW\\x", "\\u00g1", "YW\\'"})
  void refusesAnEscapeThatJsonDoesNotHave(String base64) {
    assertThat(reading(image(base64)).message()).contains("an escape that JSON does not have");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "7",
        "\"{}\"",
        "{\"Image\":{\"Bytes\":\"YQ==",
        "{\"Image\":{\"Bytes\":\"YQ==\"}",
        "{\"a\":\"}"
      })
  void refusesABodyThatEndsEarly(String body) {
    assertThat(reading(body).message()).contains("before the JSON object is complete");
  }

  @Test
  void refusesWhatFollowsTheObject() {
    assertThat(reading("{} \t\r\n{}").message()).contains("goes on after the JSON object");
  }

  @Test
  void refusesASecondPicture() {
    assertThat(reading("{\"Image\":{\"Bytes\":\"YQ==\",\"Bytes\":\"YQ==\"}}").message())
        .contains("more than one Image.Bytes");
  }

  @Test
  void readsAPictureOfExactlyTheLimitAndRefusesAByteMore() {
    assertThat(read(image("YWJj".repeat(MAX_PICTURE / 3)))).hasSize(2);

    Reading reading = reading(image("YWJj".repeat(MAX_PICTURE / 3) + "YQ"));
    assertThat(reading.kind()).isEqualTo(BodyException.Kind.PICTURE_TOO_LARGE);
    assertThat(reading.message()).contains("more than 12 bytes");
  }

  @Test
  void readsTextOfExactlyTheLimitAndRefusesAByteMore() {
    String body = image("YQ");
    String blanks = " ".repeat(MAX_TEXT - image("").length());
    assertThat(read(blanks + body)).hasSize(2);

    Reading reading = reading(" " + blanks + body);
    assertThat(reading.kind()).isEqualTo(BodyException.Kind.TOO_LARGE);
    assertThat(reading.message()).contains("longer than 100 bytes");
  }

  private static String image(String base64) {
    return "{\"Image\":{\"Bytes\":\"" + base64 + "\"}}";
  }

  private static List<String> read(String... pieces) {
    Reading reading = reading(pieces);
    assertThat(reading.refusal()).isEmpty();
    return reading.events();
  }

  private static Reading reading(String... pieces) {
    return Reading.of(JsonPictureReaderTest::reader, List.of(pieces));
  }

  private static BodyReader reader(BodySink sink) {
    return new JsonPictureReader("Image", "Bytes", MAX_PICTURE, MAX_TEXT, sink);
  }

  private record CountingSink(List<Integer> lengths) implements BodySink {
    @Override
    public void beginPicture(String name) {}

    @Override
    public void pictureBytes(ByteBuffer bytes) {
      lengths.add(bytes.remaining());
    }

    @Override
    public void endPicture() {}

    @Override
    public void field(String name, String value) {}
  }
}
