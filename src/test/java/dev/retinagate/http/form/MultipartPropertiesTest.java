package dev.retinagate.http.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Generated forms, full of what looks like a boundary, cut anywhere: compared with a reader of the
 * whole body, and damaged at random.
 */
class MultipartPropertiesTest {

  private static final FormLimits WIDE = new FormLimits(100, 100, 1 << 20, 1 << 16);

  private static final FormLimits NARROW = new FormLimits(2, 3, 20, 80);

  private record Form(String boundary, String body) {}

  @Property(tries = 3000)
  void readsAFormAsAReaderOfTheWholeBodyDoes(@ForAll("forms") Form form) {
    Reading reading = Reading.of(form.boundary(), WIDE, List.of(form.body()));
    assertThat(reading.refusal()).isEmpty();
    assertThat(reading.events())
        .isEqualTo(ReferenceReader.events(form.boundary(), form.body()).orElseThrow());
  }

  @Property(tries = 3000)
  void readsAFormTheSameWayWhereverItIsCut(@ForAll("forms") Form form, @ForAll Random random) {
    Reading whole = Reading.of(form.boundary(), WIDE, List.of(form.body()));
    assertThat(Reading.of(form.boundary(), WIDE, List.of(form.body().split("")))).isEqualTo(whole);
    assertThat(Reading.of(form.boundary(), WIDE, pieces(form.body(), random))).isEqualTo(whole);
  }

  /** No form, but mostly boundaries, line ends and what is near to them. */
  @Property(tries = 5000)
  void readsASoupOfBoundariesAsAReaderOfTheWholeBodyDoes(
      @ForAll("soups") Form soup, @ForAll Random random) {
    Optional<List<String>> expected = ReferenceReader.events(soup.boundary(), soup.body());
    Reading reading = Reading.of(soup.boundary(), WIDE, pieces(soup.body(), random));
    if (reading.refusal().isEmpty()) {
      assertThat(Optional.of(reading.events())).isEqualTo(expected);
    } else if (expected.isPresent()) {
      // The whole reader has no rules for headers.
      assertThat(reading.message()).contains("has a header line");
    }
  }

  @Property(tries = 5000)
  void readsOrRefusesADamagedFormWithinItsLimits(
      @ForAll("forms") Form form, @ForAll Random random) {
    String body = damaged(form.body(), random);
    Reading whole = Reading.of(form.boundary(), NARROW, List.of(body));
    List<String> fields = whole.events().stream().filter(e -> e.startsWith("field ")).toList();
    assertThat(fields).hasSizeLessThanOrEqualTo(NARROW.maxFields());
    assertThat(whole.events()).hasSizeLessThanOrEqualTo(fields.size() + NARROW.maxPictures());

    Reading cut = Reading.of(form.boundary(), NARROW, pieces(body, random));
    assertThat(cut.refusal().map(BodyException::getMessage))
        .isEqualTo(whole.refusal().map(BodyException::getMessage));
    assertThat(fields(cut)).isEqualTo(fields(whole));
  }

  /** A refused picture's bytes may have come further or less far; what is complete may not. */
  private static List<String> fields(Reading reading) {
    return reading.events().stream().filter(e -> !e.startsWith("unfinished ")).toList();
  }

  @Provide
  Arbitrary<Form> forms() {
    return boundaries()
        .flatMap(
            boundary ->
                Combinators.combine(
                        Arbitraries.of("", "preamble\r\n", "\r\n"),
                        parts(boundary).list().ofMaxSize(6),
                        padding(),
                        Arbitraries.of("", "\r\n", "\r\nepilogue\r\n--" + boundary + "\r\n\r\n"))
                    .as(
                        (preamble, parts, padding, epilogue) ->
                            new Form(
                                boundary,
                                preamble
                                    + String.join("", parts)
                                    + ("--" + boundary + "--" + padding + epilogue))));
  }

  @Provide
  Arbitrary<Form> soups() {
    return boundaries()
        .flatMap(boundary -> soup(boundary, 40).map(body -> new Form(boundary, body)));
  }

  private static Arbitrary<String> boundaries() {
    return Arbitraries.of("B", "-", "------", "--B--", "BB", "a b", "----WebKitFormBoundary7MA4");
  }

  /** From the boundary before it to the line end behind its content. */
  private static Arbitrary<String> parts(String boundary) {
    return Combinators.combine(
            padding(),
            Arbitraries.of("", "Content-Type: text/plain; x=" + boundary + "\r\n"),
            Arbitraries.of("", "; filename=\"\"", "; filename=\"a.jpg\"", "; filename=\"b,c\""),
            soup(boundary, 12).filter(content -> isContent(boundary, content)))
        .as(
            (padding, type, fileName, content) ->
                ("--" + boundary + padding + "\r\n" + type)
                    + ("Content-Disposition: form-data; name=\"n\"" + fileName)
                    + ("\r\n\r\n" + content + "\r\n"));
  }

  private static boolean isContent(String boundary, String content) {
    String body = "--" + boundary + "\r\n\r\n" + content + "\r\n--" + boundary + "--";
    String text = new String(Reading.bytes(content), StandardCharsets.UTF_8);
    return ReferenceReader.events(boundary, body)
        .equals(Optional.of(List.of("field part 1: " + text)));
  }

  private static Arbitrary<String> padding() {
    return Arbitraries.of("", "", "", " ", "\t  ");
  }

  private static Arbitrary<String> soup(String boundary, int maxTokens) {
    return Arbitraries.of(
            "\r",
            "\n",
            "\r\n",
            "\r\n\r\n",
            "-",
            "--",
            " ",
            "x",
            "\u00ff\u0000",
            "\r\n--",
            "--" + boundary,
            "\r\n--" + boundary,
            "\r\n--" + boundary + "\r\n",
            "\r\n--" + boundary + "--",
            "\r\n--" + boundary + "\r",
            "\r\n--" + boundary.substring(0, boundary.length() / 2))
        .list()
        .ofMaxSize(maxTokens)
        .map(tokens -> String.join("", tokens));
  }

  private static List<String> pieces(String body, Random random) {
    List<String> pieces = new ArrayList<>();
    int most = 1 + random.nextInt(20);
    int at = 0;
    while (at < body.length()) {
      int end = Math.min(body.length(), at + random.nextInt(most + 1));
      pieces.add(body.substring(at, end));
      at = end;
    }
    return pieces;
  }

  /** Some bytes changed, lost, doubled or moved, and perhaps the end lost. */
  private static String damaged(String body, Random random) {
    StringBuilder damaged = new StringBuilder(body);
    for (int times = random.nextInt(6); times > 0 && damaged.length() > 0; times--) {
      int from = random.nextInt(damaged.length());
      int to = Math.min(damaged.length(), from + 1 + random.nextInt(30));
      String cut = damaged.substring(from, to);
      switch (random.nextInt(5)) {
        case 0 -> damaged.setCharAt(from, (char) random.nextInt(256));
        case 1 -> damaged.delete(from, to);
        case 2 -> damaged.insert(from, cut);
        case 3 -> damaged.delete(from, to).insert(random.nextInt(damaged.length() + 1), cut);
        default -> damaged.setLength(from);
      }
    }
    return damaged.toString();
  }
}
