package dev.retinagate.http.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A header value with parameters, {@code form-data; name="a"; filename=b}, split and not yet
 * decoded (RFC 2045 section 5.1, RFC 7578 section 4.2). Never fails: some clients write file names
 * without quotes or escapes, and strict parsing would refuse their forms.
 *
 * @param main the text before the first semicolon, in small letters
 * @param parameters in the order of the header
 */
record HeaderParameters(String main, List<Parameter> parameters) {

  /**
   * @param name in small letters
   * @param raw the value without its quotes, escapes as they are
   * @param quoted whether the value stood in quotes, so that escapes count
   */
  record Parameter(String name, String raw, boolean quoted) {}

  static HeaderParameters parse(String value) {
    int semicolon = semicolonFrom(value, 0);
    String main = strip(value.substring(0, semicolon)).toLowerCase(Locale.ROOT);
    List<Parameter> parameters = new ArrayList<>();
    int at = semicolon;
    while (at < value.length()) {
      at = parameter(value, at + 1, parameters);
    }
    return new HeaderParameters(main, List.copyOf(parameters));
  }

  /** The first parameter of the name; a second one is ignored. */
  Optional<Parameter> first(String name) {
    return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /** Reads one parameter and answers the index of the semicolon behind it, or the length. */
  private static int parameter(String value, int from, List<Parameter> to) {
    int equals = from;
    while (equals < value.length() && value.charAt(equals) != '=' && value.charAt(equals) != ';') {
      equals++;
    }
    if (equals == value.length() || value.charAt(equals) == ';') {
      return equals;
    }
    String name = strip(value.substring(from, equals)).toLowerCase(Locale.ROOT);
    int begin = skipBlanks(value, equals + 1);
    if (begin < value.length() && value.charAt(begin) == '"') {
      int quote = closingQuote(value, begin + 1);
      to.add(new Parameter(name, value.substring(begin + 1, quote), true));
      return semicolonFrom(value, quote);
    }
    int end = semicolonFrom(value, begin);
    to.add(new Parameter(name, strip(value.substring(begin, end)), false));
    return end;
  }

  /**
   * The index of the quote that ends a quoted string, or the length if no quote does. Only blanks
   * stand between this quote and a semicolon or the end: some clients do not escape the quotes
   * within a name, and the first of those would cut the name.
   */
  private static int closingQuote(String value, int from) {
    int at = from;
    while (at < value.length()) {
      char c = value.charAt(at);
      if (c == '\\' && isEscape(value, at)) {
        at++;
      } else if (c == '"') {
        int next = skipBlanks(value, at + 1);
        if (next == value.length() || value.charAt(next) == ';') {
          return at;
        }
      }
      at++;
    }
    return value.length();
  }

  /** A backslash escapes a quote or a backslash only; in Windows paths it is a character. */
  static boolean isEscape(String value, int backslash) {
    return backslash + 1 < value.length()
        && (value.charAt(backslash + 1) == '"' || value.charAt(backslash + 1) == '\\');
  }

  private static int semicolonFrom(String value, int from) {
    int at = value.indexOf(';', from);
    return at < 0 ? value.length() : at;
  }

  private static int skipBlanks(String value, int from) {
    int at = from;
    while (at < value.length() && isBlank(value.charAt(at))) {
      at++;
    }
    return at;
  }

  /**
   * Without the blanks and tabs around it. A character is a byte here: String.strip would remove
   * bytes of UTF-8 letters that look like blanks.
   */
  static String strip(String value) {
    int from = skipBlanks(value, 0);
    int to = value.length();
    while (to > from && isBlank(value.charAt(to - 1))) {
      to--;
    }
    return value.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
