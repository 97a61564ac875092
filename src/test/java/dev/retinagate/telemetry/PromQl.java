package dev.retinagate.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics and the label conditions of a PromQL expression. No parser; Prometheus itself checks
 * the syntax.
 */
final class PromQl {

  private static final Pattern MATCHERS = Pattern.compile("\\{[^}]*}");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]|\\boffset\\s+\\w+");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*+(?!\\s*\\()");
  private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool");

  private PromQl() {}

  /** The metrics that the expression names. */
  static Set<String> metrics(String expression) {
    String bare = MATCHERS.matcher(expression).replaceAll(" ");
    bare = RANGE.matcher(bare).replaceAll(" ");
    bare = GROUPING.matcher(bare).replaceAll(" ");
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(bare);
    while (name.find()) {
      names.add(name.group());
    }
    names.removeAll(OPERATORS);
    return names;
  }

  /** The label conditions of the expression. */
  static List<LabelMatcher> labelMatchers(String expression) {
    List<LabelMatcher> found = new ArrayList<>();
    Matcher selector = SELECTOR.matcher(expression);
    while (selector.find()) {
      Matcher matcher = MATCHER.matcher(selector.group(2));
      while (matcher.find()) {
        found.add(
            new LabelMatcher(
                selector.group(1), matcher.group(1), matcher.group(2), matcher.group(3)));
      }
    }
    return found;
  }

  /** One condition, such as {@code stage="queue"} of a metric. */
  record LabelMatcher(String metric, String label, String operator, String value) {

    /** Whether a value of the label meets the condition. */
    boolean accepts(String actual) {
      return switch (operator) {
        case "=" -> actual.equals(value);
        case "!=" -> !actual.equals(value);
        case "=~" -> actual.matches(value);
        default -> !actual.matches(value);
      };
    }
  }
}
