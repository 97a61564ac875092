package dev.retinagate.keys;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many requests a key may send.
 *
 * @param requests 1 to 1,000,000
 * @param period {@code s}, {@code min} or {@code h}
 */
public record Rate(int requests, String period) {

  /** How a rate is written, as words of an error message. */
  public static final String RULE = "a rate such as 5/s, 30/min or 500/h, 1 to 1000000";

  private static final int MAX_REQUESTS = 1_000_000;
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,7})/(s|min|h)");
  private static final Map<String, Duration> PERIODS =
      Map.of("s", Duration.ofSeconds(1), "min", Duration.ofMinutes(1), "h", Duration.ofHours(1));

  /**
   * Reads a rate.
   *
   * @throws IllegalArgumentException if it breaks the {@link #RULE}
   */
  public static Rate parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      int requests = Integer.parseInt(matcher.group(1));
      if (requests >= 1 && requests <= MAX_REQUESTS) {
        return new Rate(requests, matcher.group(2));
      }
    }
    throw new IllegalArgumentException(text);
  }

  /** The time after which the key may send one more request, in nanoseconds. */
  public double nanosPerRequest() {
    return (double) PERIODS.get(period).toNanos() / requests;
  }

  @Override
  public String toString() {
    return requests + "/" + period;
  }
}
