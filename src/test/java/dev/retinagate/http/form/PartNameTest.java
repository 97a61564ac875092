package dev.retinagate.http.form;

import static dev.retinagate.http.form.Reading.form;
import static dev.retinagate.http.form.Reading.part;
import static dev.retinagate.http.form.Reading.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names come back as the client meant them; a name that no rule explains, as it was sent. */
class PartNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10:30:15.jpg",
        "gate,east.jpg",
        "a;b.jpg",
        "k=v.jpg",
        "it's.jpg",
        "a; filename=b.jpg",
        "a\"b.jpg",
        "say \"hi\".jpg",
        "C:\\photos\\new\\a.jpg",
        "100%.jpg",
        "a%20b%2e.jpg",
        "a\0\u0001\t\u007f.jpg",
        " padded ",
        "=?a.jpg",
        "=?UTF-8?B?YQ==?= and more"
      })
  void keepsANameInQuotes(String name) {
    assertThat(fileName("\"" + name + "\"")).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.jpg",
        "10:30:15.jpg",
        "a b.jpg",
        "k=v.jpg",
        "a\"b.jpg",
        "C:\\a\\b.jpg",
        "a%22b"
      })
  void keepsANameWithoutQuotesUpToTheSemicolon(String name) {
    assertThat(fileName(name + " ; x=y")).isEqualTo(name);
  }

  @Test
  void undoesTheEscapesOfQuotes() {
    assertThat(fileName("\"a\\\"; b\\\\c\\d.jpg\"")).isEqualTo("a\"; b\\c\\d.jpg");
    assertThat(fileName("\"a%22%0d%0A%0D.jpg\"")).isEqualTo("a\"\r\n\r.jpg");
  }

  @Test
  void takesAQuoteThatIsNeverClosedForAllThatFollows() {
    assertThat(fileName("\"a.jpg; x=y")).isEqualTo("a.jpg; x=y");
  }

  @Test
  void readsUtf8AndElseLatin1() {
    assertThat(fileName("\"" + utf8("zoë-猫.jpg") + "\"")).isEqualTo("zoë-猫.jpg");
    assertThat(fileName("\"zo\u00eb.jpg\"")).isEqualTo("zoë.jpg");
    assertThat(fileName("\u00a0\u0085.jpg\u00a0")).isEqualTo("\u00a0\u0085.jpg\u00a0");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "UTF-8''na%C3%AFve%20a.jpg, naïve a.jpg",
        "utf-8'en'%e7%8c%ab.jpg, 猫.jpg",
        "iso-8859-1'de'gr%FC%DF.jpg, grüß.jpg",
        "\"UTF-8''a%3Bb.jpg\", a;b.jpg",
        "UTF-8''it's, it's"
      })
  void prefersTheExtendedFileName(String extended, String name) {
    assertThat(fileName("plain.jpg; filename*=" + extended)).isEqualTo(name);
    assertThat(fileName("plain.jpg", "filename*=" + extended)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.jpg",
        "UTF-8'a.jpg",
        "UTF-8''%zz",
        "UTF-8''%4",
        "UTF-8''%C3",
        "KOI8-R''a",
        "''a",
        ""
      })
  void fallsBackToThePlainNameIfTheExtendedOneIsMalformed(String extended) {
    assertThat(fileName("plain.jpg; filename*=" + extended)).isEqualTo("plain.jpg");
  }

  @Test
  void takesAMalformedExtendedNameAsItIsIfThereIsNoOther() {
    assertThat(read(part("form-data; name=image; filename*=UTF-8''%zz" + utf8("é"), "X")))
        .isEqualTo("UTF-8''%zzé");
  }

  @ParameterizedTest
  @CsvSource({
    "=?UTF-8?B?w6kuanBn?=, é.jpg",
    "=?utf-8?q?=C3=A9_a.jpg?=, é a.jpg",
    "=?ISO-8859-1?Q?=E9.jpg?=, é.jpg",
    "=?us-ascii*en?Q?a?=, a",
    "=?UTF-8?B?w6k=?= =?UTF-8?B?LmpwZw?=, é.jpg"
  })
  void decodesANameOfEncodedWords(String words, String name) {
    assertThat(fileName("\"" + words + "\"")).isEqualTo(name);
    assertThat(fileName(words)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?UTF-8?B?*?=",
        "=?UTF-8?Q?=C3?=",
        "=?UTF-8?Q?=zz?=",
        "=?UTF-8?Q?=C?=",
        "=?no-such?Q?a?=",
        "=?UTF-8?X?a?=",
        "=?UTF-8?Q?a?=b",
        "a=?UTF-8?Q?b?=",
        "=?UTF-8?Q?a?= =?UTF-8?B?*?=",
        "=?"
      })
  void keepsWhatIsNotAllEncodedWords(String name) {
    assertThat(fileName("\"" + name + "\"")).isEqualTo(name);
  }

  @Test
  void takesTheFieldNameAndThenTheNumberIfThereIsNoFileName() {
    assertThat(read(part("form-data; name=\"a%22b\"; filename=\"\"", "X"))).isEqualTo("a\"b");
    assertThat(read(part("form-data; name=\" \"; filename=", "X"))).isEqualTo("part 1");
    assertThat(read(part("form-data; filename=\"\"", "X"))).isEqualTo("part 1");
  }

  @Test
  void readsParametersInAnyOrderAndSpelling() {
    assertThat(read(part("FORM-DATA ;FileName = \"a.jpg\" ;; ; x ; NAME=n;", "X")))
        .isEqualTo("a.jpg");
    assertThat(read(part("form-data; x; filename=a.jpg", "X"))).isEqualTo("a.jpg");
    assertThat(read(part("attachment; filename=a.jpg", "X"))).isEqualTo("a.jpg");
    assertThat(read(part("form-data; filename=a.jpg; filename=b.jpg", "X"))).isEqualTo("a.jpg");
  }

  @Test
  void keepsEveryByteOfALatin1Name() {
    IntStream.range(1, 256)
        .filter(c -> c != '\r' && c != '\n' && c != '"')
        .mapToObj(c -> "a" + (char) c + "b")
        .forEach(name -> assertThat(fileName("\"" + name + "\"")).isEqualTo(name));
  }

  private static String fileName(String value) {
    return read(part("form-data; name=image; filename=" + value, "X"));
  }

  private static String fileName(String value, String before) {
    return read(part("form-data; " + before + "; filename=" + value, "X"));
  }

  /** The name of the form's one picture. */
  private static String read(String part) {
    Reading reading = Reading.of(form(part));
    assertThat(reading.refusal()).isEmpty();
    assertThat(reading.events()).hasSize(1);
    String event = reading.events().get(0);
    assertThat(event).startsWith("picture ").endsWith(": X");
    return event.substring("picture ".length(), event.length() - ": X".length());
  }
}
