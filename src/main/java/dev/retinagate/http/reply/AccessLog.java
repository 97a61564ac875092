package dev.retinagate.http.reply;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The listener's access log: one line a request, and once a second the number of refusals. Owned by
 * the listener's event loop.
 */
public final class AccessLog {

  private static final Logger LOG = LoggerFactory.getLogger("retinagate.access");

  /** No path or method of the gateway is longer. A client's may be, and would fill the log. */
  private static final int MAX_LENGTH = 128;

  /** Two or more groups of zeros, of an IPv6 address as Java writes it. */
  private static final Pattern ZERO_GROUPS = Pattern.compile("(?:^|:)0(?::0)+(?::|$|(?=%))");

  private final boolean enabled;
  private long refusals;

  /**
   * A log without refusals so far.
   *
   * @param enabled false to write nothing
   */
  public AccessLog(boolean enabled) {
    this.enabled = enabled;
  }

  /**
   * Writes the line of a request that has ended; what a collector looks for is in fields as well.
   *
   * @param caller the caller's address, as {@link CallerAddress} tells it
   */
  public void write(String caller, HttpServerRequest request, Outcome outcome) {
    if (enabled && LOG.isInfoEnabled()) {
      LoggingEventBuilder event =
          LOG.atInfo()
              .addKeyValue("requestId", outcome.requestId)
              .addKeyValue("status", outcome.status)
              .addKeyValue("durationMs", TimeUnit.NANOSECONDS.toMillis(outcome.nanos));
      if (outcome.keyName.isPresent()) {
        event = event.addKeyValue("key", outcome.keyName.get());
      }
      if (outcome.problemKind.isPresent()) {
        event = event.addKeyValue("problem", outcome.problemKind.get());
      }
      event.log(line(caller, request.method().name(), request.path(), outcome));
    }
  }

  /**
   * Counts a refusal, which has no line of its own: under a flood of refusals, writing the lines
   * would cost as much as all the rest.
   */
  void countRefusal() {
    refusals++;
  }

  /** Writes how many refusals there were since the last call; to be called once a second. */
  public void summarize() {
    if (refusals > 0 && enabled) {
      LOG.info("refused {} requests in the last second", refusals);
    }
    refusals = 0;
  }

  /** Caller, method and path, status, bytes, milliseconds, request id, key's name, problem. */
  static String line(String caller, String method, String path, Outcome outcome) {
    return shortened(caller)
        + " \""
        + printable(method)
        + ' '
        + printable(path)
        + "\" "
        + outcome.status
        + ' '
        + outcome.bytes
        + ' '
        + TimeUnit.NANOSECONDS.toMillis(outcome.nanos)
        + "ms "
        + outcome.requestId
        + outcome.keyName.map(name -> " key=" + name).orElse("")
        + outcome.problemKind.map(kind -> ' ' + kind).orElse("");
  }

  /** An IPv6 address with its longest run of zeros as {@code ::} (RFC 5952, 4.2). */
  static String shortened(String address) {
    Optional<MatchResult> longest =
        ZERO_GROUPS
            .matcher(address)
            .results()
            .reduce((a, b) -> b.group().length() > a.group().length() ? b : a);
    return longest
        .map(run -> address.substring(0, run.start()) + "::" + address.substring(run.end()))
        .orElse(address);
  }

  /**
   * A client chooses the path and the method: neither may look like another line, control a
   * terminal or fill the log.
   */
  static String printable(String text) {
    if (text == null) {
      return "-";
    }
    if (text.length() > MAX_LENGTH) {
      return printable(text.substring(0, MAX_LENGTH)) + "...";
    }
    StringBuilder clean = new StringBuilder(text);
    for (int i = 0; i < clean.length(); i++) {
      if (!isPrintable(clean.charAt(i))) {
        clean.setCharAt(i, '?');
      }
    }
    return clean.toString();
  }

  private static boolean isPrintable(char c) {
    return c > ' ' && c < 127 && c != '"';
  }

  /**
   * How a request ended.
   *
   * @param status of the response, or 499 if the client left before it
   * @param bytes of the response
   * @param nanos from the request's headers to the end
   * @param requestId its id
   * @param keyName the name of its key; empty if it has none that is known
   * @param problemKind last part of the problem's type; empty unless the answer is an error
   */
  public record Outcome(
      int status,
      long bytes,
      long nanos,
      String requestId,
      Optional<String> keyName,
      Optional<String> problemKind) {}
}
