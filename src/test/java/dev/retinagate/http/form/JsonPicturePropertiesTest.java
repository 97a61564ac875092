package dev.retinagate.http.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Generated JSON, full of what looks like the picture, written with any escapes, cut anywhere and
 * damaged at random: compared with Jackson, which reads the body whole.
 */
class JsonPicturePropertiesTest {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final int WIDE = 1 << 20;

  /** What a body says: the picture's bytes, if there is one, and the rest. */
  private record Content(Optional<ByteBuffer> picture, JsonNode rest) {}

  @Property(tries = 4000)
  void readsAnObjectAsJacksonDoes(@ForAll("objects") String body, @ForAll Random random)
      throws JsonProcessingException {
    Optional<Content> expected = byJackson(body);

    assertThat(byReader(pieces(body, random))).isEqualTo(expected);
    assertThat(byReader(List.of(body))).isEqualTo(expected);
  }

  @Property(tries = 6000)
  void refusesWhatJacksonRefusesAndNothingElse(
      @ForAll("objects") String body, @ForAll Random random) throws JsonProcessingException {
    String damaged = damaged(body, random);

    assertThat(byReader(pieces(damaged, random))).isEqualTo(byJackson(damaged));
  }

  @Provide
  static Arbitrary<String> objects() {
    Arbitrary<String> blanks = Arbitraries.of("", "", "", " ", "\n", "\t \r\n");
    Arbitrary<String> scalars =
        Arbitraries.oneOf(
            Arbitraries.of("1", "-2.5e3", "true", "null", "\"\"", "\"Image\"", "\"Bytes\""),
            Arbitraries.of("a}", "{\"Bytes\":\"", "\\", "ä€", ",:[", "Bytes").map(Written::string));
    Arbitrary<String> values =
        Arbitraries.recursive(() -> scalars, inner -> container(inner, blanks), 0, 3);
    Arbitrary<String> pictures =
        Combinators.combine(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40),
                Arbitraries.integers().between(0, 3),
                Arbitraries.randoms())
            .as(
                (bytes, style, random) ->
                    Written.base64(bytes, style == 0, style > 1 ? random : null));
    Arbitrary<String> images =
        Combinators.combine(
                members("a", values, blanks), pictures, members("b", values, blanks), blanks)
            .as(
                (before, picture, after, blank) ->
                    "{"
                        + before
                        + Written.name("Bytes")
                        + blank
                        + ":"
                        + blank
                        + picture
                        + after(after)
                        + "}");
    return Combinators.combine(
            members("a", values, blanks),
            Arbitraries.frequencyOf(Tuple.of(4, images), Tuple.of(1, values)),
            members("b", values, blanks),
            blanks,
            Arbitraries.randoms())
        .as(
            (before, image, after, blank, random) ->
                blank
                    + "{"
                    + before
                    + Written.escaped("Image", random)
                    + ":"
                    + blank
                    + image
                    + after(after)
                    + blank
                    + "}"
                    + blank);
  }

  private static Arbitrary<String> container(Arbitrary<String> inner, Arbitrary<String> blanks) {
    return Arbitraries.oneOf(
        inner.list().ofMaxSize(3).map(list -> "[" + String.join(",", list) + "]"),
        members("Bytes", inner, blanks).map(all -> "{" + all + Written.name("end") + ":0}"));
  }

  /** Members of different names, the first of which is given, each with a comma behind it. */
  private static Arbitrary<String> members(
      String first, Arbitrary<String> values, Arbitrary<String> blanks) {
    return Combinators.combine(values.list().ofMaxSize(3), blanks)
        .as(
            (list, blank) -> {
              StringBuilder all = new StringBuilder();
              String name = first;
              for (String value : list) {
                all.append(Written.name(name)).append(blank).append(":");
                name += "2";
                all.append(value).append(blank).append(",");
              }
              return all.toString();
            });
  }

  /** With the comma in front. */
  private static String after(String members) {
    return members.isEmpty() ? "" : "," + members.substring(0, members.length() - 1);
  }

  /** JSON as a writer may write it. */
  private static final class Written {

    static String name(String name) {
      return "\"" + name + "\"";
    }

    static String string(String text) {
      return JSON.getNodeFactory().textNode(text).toString();
    }

    static String base64(byte[] bytes, boolean withoutPadding, Random random) {
      Base64.Encoder encoder =
          withoutPadding ? Base64.getEncoder().withoutPadding() : Base64.getEncoder();
      String text = encoder.encodeToString(bytes);
      return random == null ? name(text) : escaped(text, random);
    }

    static String escaped(String text, Random random) {
      StringBuilder escaped = new StringBuilder("\"");
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '/' && random.nextBoolean()) {
          escaped.append("\\/");
        } else if (random.nextInt(8) == 0) {
          escaped.append((random.nextBoolean() ? "\\u%04x" : "\\u%04X").formatted((int) c));
        } else {
          escaped.append(c);
        }
      }
      return escaped.append('"').toString();
    }
  }

  private static String damaged(String body, Random random) {
    StringBuilder damaged = new StringBuilder(body);
    int times = 1 + random.nextInt(2);
    for (int i = 0; i < times && damaged.length() > 0; i++) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(3)) {
        case 0 -> damaged.deleteCharAt(at);
        case 1 -> damaged.insert(at, "\"\\{}[]:,=a".charAt(random.nextInt(10)));
        default -> damaged.setCharAt(at, "\"\\{}[]:,=a".charAt(random.nextInt(10)));
      }
    }
    return damaged.toString();
  }

  private static Optional<Content> byJackson(String body) {
    try {
      JsonNode root = JSON.readTree(body);
      if (root == null || !root.isContainerNode()) {
        return Optional.empty();
      }
      JsonNode image = root.isObject() ? root.get("Image") : null;
      if (image instanceof ObjectNode object && object.path("Bytes").isTextual()) {
        byte[] bytes = Base64.getDecoder().decode(object.get("Bytes").textValue());
        object.put("Bytes", "");
        return Optional.of(new Content(Optional.of(ByteBuffer.wrap(bytes)), root));
      }
      return Optional.of(new Content(Optional.empty(), root));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Content> byReader(List<String> pieces) {
    Reading reading =
        Reading.of(
            sink -> new JsonPictureReader("Image", "Bytes", WIDE, WIDE, sink),
            pieces.stream().map(Reading::utf8).toList());
    if (reading.refusal().isPresent()) {
      return Optional.empty();
    }
    Optional<ByteBuffer> picture = Optional.empty();
    JsonNode rest = null;
    for (String event : reading.events()) {
      String text = event.substring(event.indexOf(": ") + 2);
      if (event.startsWith("picture")) {
        picture = Optional.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
      } else {
        try {
          rest = JSON.readTree(text);
        } catch (JsonProcessingException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Content(picture, rest));
  }

  private static List<String> pieces(String body, Random random) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < body.length()) {
      int to = Math.min(body.length(), from + 1 + random.nextInt(20));
      pieces.add(body.substring(from, to));
      from = to;
    }
    return pieces;
  }
}
