package dev.retinagate.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a value. Each function throws IllegalArgumentException on a broken rule. */
public final class ValueParsers {

  /** The value is derived from the machine or the model. */
  static final String AUTO = "auto";

  private static final String NONE = "none";

  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");
  private static final Map<String, Long> BYTE_UNITS =
      Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
  private static final Map<String, Long> MILLIS_PER_UNIT =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);

  private ValueParsers() {}

  static Function<String, Integer> wholeNumber(int min, int max) {
    return text -> (int) checkRange(Long.parseLong(text), min, max);
  }

  /** A whole number, or empty for one word. */
  static Function<String, OptionalInt> wholeNumberOr(String word, int min, int max) {
    return text ->
        word.equals(text)
            ? OptionalInt.empty()
            : OptionalInt.of((int) checkRange(Long.parseLong(text), min, max));
  }

  /** Ranges separated by commas; {@code none} for no range. */
  static Function<String, List<AddressRange>> addressRanges() {
    return text ->
        NONE.equals(text)
            ? List.of()
            : Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(AddressRange::parse)
                .toList();
  }

  /** Words that match, each once, separated by commas. */
  static Function<String, List<String>> distinct(Pattern pattern, int max) {
    Function<String, String> word = matching(pattern);
    return text -> {
      List<String> words = Arrays.stream(text.split(",", -1)).map(String::strip).map(word).toList();
      if (words.size() > max || words.stream().distinct().count() < words.size()) {
        throw new IllegalArgumentException(text);
      }
      return words;
    };
  }

  /** Origins separated by commas, or {@code *}; {@code none} for none. */
  static Function<String, Origins> origins() {
    return text -> NONE.equals(text) ? Origins.NONE : Origins.parse(text);
  }

  static Function<String, Long> wholeLong(long min, long max) {
    return text -> checkRange(Long.parseLong(text), min, max);
  }

  static Function<String, Long> bytes(long min, long max) {
    return text -> checkRange(amount(text, BYTE_UNITS), min, max);
  }

  /** A number with a unit, as in 10s: ms, s, m or h. */
  public static Function<String, Duration> duration(Duration min, Duration max) {
    return text ->
        Duration.ofMillis(
            checkRange(amount(text, MILLIS_PER_UNIT), min.toMillis(), max.toMillis()));
  }

  static Function<String, Optional<Float>> fractionOrAuto() {
    return text -> {
      if (AUTO.equals(text)) {
        return Optional.empty();
      }
      return Optional.of(Numbers.share(text).orElseThrow(() -> new IllegalArgumentException(text)));
    };
  }

  static Function<String, Boolean> trueOrFalse() {
    return text ->
        switch (text) {
          case "true" -> true;
          case "false" -> false;
          default -> throw new IllegalArgumentException(text);
        };
  }

  /** Whether something is used where it can be. */
  static Function<String, Boolean> autoOrOff() {
    return text ->
        switch (text) {
          case AUTO -> true;
          // YAML reads an off without quotes as false.
          case "off", "false" -> false;
          default -> throw new IllegalArgumentException(text);
        };
  }

  static Function<String, String> matching(Pattern pattern) {
    return text -> {
      if (!pattern.matcher(text).matches()) {
        throw new IllegalArgumentException(text);
      }
      return text;
    };
  }

  private static long amount(String text, Map<String, Long> units) {
    Matcher amount = AMOUNT.matcher(text.strip());
    if (!amount.matches()) {
      throw new IllegalArgumentException(text);
    }
    Long unit = units.get(amount.group(2));
    if (unit == null) {
      throw new IllegalArgumentException(text);
    }
    try {
      return Math.multiplyExact(Long.parseLong(amount.group(1)), unit);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static long checkRange(long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(value + " is not within " + min + ".." + max);
    }
    return value;
  }
}
