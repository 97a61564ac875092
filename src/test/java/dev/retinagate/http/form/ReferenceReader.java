package dev.retinagate.http.form;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of a form over a whole body, as short as it can be said: for the streaming reader to
 * be compared with. Knows plain names in quotes only, and no limits.
 */
final class ReferenceReader {

  private static final Pattern LINE_END = Pattern.compile("(?:^|\n)\r?\n");

  private static final Pattern NAME = Pattern.compile("(?<!file)name=\"([^\"]*)\"");

  private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]*)\"");

  private ReferenceReader() {}

  /** What {@link Reading#events} would be; empty if the last boundary is missing. */
  static Optional<List<String>> events(String boundary, String body) {
    Pattern line =
        Pattern.compile(
            "\r\n--" + Pattern.quote(boundary) + "(?:(?<close>--)[ \t]*(?:[\r\n]|\\z)|[ \t]*\r\n)");
    List<String> events = new ArrayList<>();
    String rest = "\r\n" + body;
    Matcher delimiter = line.matcher(rest);
    if (!delimiter.find()) {
      return Optional.empty();
    }
    for (int part = 1; delimiter.group("close") == null; part++) {
      rest = rest.substring(delimiter.end());
      Matcher blank = LINE_END.matcher(rest);
      if (!blank.find()) {
        return Optional.empty();
      }
      String headers = rest.substring(0, blank.start());
      rest = "\r\n" + rest.substring(blank.end());
      delimiter = line.matcher(rest);
      if (!delimiter.find()) {
        return Optional.empty();
      }
      String content = rest.substring(0, delimiter.start());
      event(part, headers, content.isEmpty() ? "" : content.substring(2), events);
    }
    return Optional.of(events);
  }

  private static void event(int part, String headers, String content, List<String> events) {
    Matcher name = NAME.matcher(headers);
    Matcher fileName = FILE_NAME.matcher(headers);
    String field = name.find() ? name.group(1) : "part " + part;
    if (!fileName.find()) {
      String text = new String(Reading.bytes(content), StandardCharsets.UTF_8);
      events.add("field " + field + ": " + text);
    } else if (!fileName.group(1).isEmpty()) {
      events.add("picture " + fileName.group(1) + ": " + content);
    } else if (!content.isEmpty()) {
      events.add("picture " + field + ": " + content);
    }
  }
}
