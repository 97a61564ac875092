package dev.retinagate.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answers on one connection, byte for byte: each is HTTP, and one that the contract has. */
final class Http1Answers {

  /** Of {@code api.md}, without the server's own errors: no bytes of a caller may cause those. */
  static final Set<Integer> STATUSES =
      Set.of(100, 200, 204, 400, 404, 405, 408, 413, 414, 415, 422, 431, 503);

  private static final int CONTINUE = 100;
  private static final int FIRST_PROBLEM = 400;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3}) [ -~]+");
  private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+): ([ -~]*)");

  private final String text;
  private final List<Answer> answers = new ArrayList<>();
  private int position;

  private Http1Answers(String text) {
    this.text = text;
  }

  /** One answer; names of headers in lower case. */
  record Answer(int status, Map<String, String> headers, String body) {

    /** Under which id the node has answered. */
    String requestId() {
      return headers.getOrDefault("x-request-id", "");
    }
  }

  /**
   * Takes the bytes apart.
   *
   * @param complete whether no byte may be missing at the end
   */
  static List<Answer> parse(byte[] bytes, boolean complete) {
    Http1Answers parser = new Http1Answers(new String(bytes, StandardCharsets.ISO_8859_1));
    while (parser.position < parser.text.length()) {
      if (!parser.next()) {
        assertThat(complete).as("an answer is cut: " + parser.text).isFalse();
        break;
      }
    }
    return parser.answers;
  }

  /** False when the rest is not here. */
  private boolean next() {
    int headEnd = text.indexOf("\r\n\r\n", position);
    if (headEnd < 0) {
      return false;
    }
    String[] lines = text.substring(position, headEnd).split("\r\n", -1);
    Matcher statusLine = STATUS_LINE.matcher(lines[0]);
    assertThat(statusLine.matches()).as("status line '%s'", lines[0]).isTrue();
    int status = Integer.parseInt(statusLine.group(1));
    assertThat(STATUSES).as(text).contains(status);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      Matcher header = HEADER.matcher(lines[i]);
      assertThat(header.matches()).as("header '%s'", lines[i]).isTrue();
      headers.put(header.group(1).toLowerCase(Locale.ROOT), header.group(2));
    }
    int bodyStart = headEnd + 4;
    int length = length(status, headers);
    if (bodyStart + length > text.length()) {
      return false;
    }
    Answer answer = new Answer(status, headers, text.substring(bodyStart, bodyStart + length));
    if (status >= FIRST_PROBLEM) {
      checkProblem(answer);
    }
    answers.add(answer);
    position = bodyStart + length;
    return true;
  }

  private int length(int status, Map<String, String> headers) {
    if (status == CONTINUE || status == 204) {
      return 0;
    }
    assertThat(headers).as(text).containsKey("content-length");
    return Integer.parseInt(headers.get("content-length"));
  }

  private static void checkProblem(Answer answer) {
    assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
    byte[] utf8 = answer.body().getBytes(StandardCharsets.ISO_8859_1);
    JsonObject problem = new JsonObject(new String(utf8, StandardCharsets.UTF_8));
    assertThat(problem.getInteger("status")).isEqualTo(answer.status());
    assertThat(problem.getString("requestId")).isEqualTo(answer.requestId()).isNotEmpty();
    assertThat(problem.getString("detail")).isNotEmpty().doesNotContain("Exception");
  }
}
