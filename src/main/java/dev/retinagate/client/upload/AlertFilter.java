package dev.retinagate.client.upload;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which alerts are posted. Two alerts are the same if they come from the same folder or camera, and
 * name the same labels as intruders and as missing, in the same zones. Pure.
 */
public final class AlertFilter {

  /** When an alert is posted. */
  public enum AlertOn {
    /** When the picture before had none, or another. */
    CHANGE,
    /** With every picture. */
    EVERY
  }

  private static final JsonArray NONE = new JsonArray();

  private final AlertOn alertOn;
  private final Duration quiet;

  /** The alert of each origin's last picture, if it is posted. */
  private final Map<String, String> current = new HashMap<>();

  /** When each alert was posted last, in nanoseconds; entries leave once the quiet time is over. */
  private final Map<String, Long> posted = new HashMap<>();

  /**
   * A filter.
   *
   * @param quiet for so long the same alert is not posted again; zero for no such time
   */
  public AlertFilter(AlertOn alertOn, Duration quiet) {
    this.alertOn = alertOn;
    this.quiet = quiet;
  }

  /**
   * Looks at each outcome of a run, in order.
   *
   * @param now in nanoseconds
   * @return whether this one is to be posted
   */
  boolean wants(Outcome outcome, long now) {
    String origin = outcome.input().origin();
    if (!outcome.isAlert()) {
      // A picture that nobody looked at says nothing about the alert.
      if (outcome.isAnswered()) {
        current.remove(origin);
      }
      return false;
    }
    String alert = signature(outcome.answer().json().getJsonObject("assessment"));
    if (alertOn == AlertOn.CHANGE && alert.equals(current.get(origin))) {
      return false;
    }
    boolean loud = isLoud(origin + '\n' + alert, now);
    if (loud) {
      current.put(origin, alert);
    } else {
      // It begins anew with the first picture behind the quiet time.
      current.remove(origin);
    }
    return loud;
  }

  private boolean isLoud(String alert, long now) {
    if (quiet.isZero()) {
      return true;
    }
    posted.values().removeIf(at -> now - at >= quiet.toNanos());
    return posted.putIfAbsent(alert, now) == null;
  }

  private static String signature(JsonObject assessment) {
    Set<String> parts = new TreeSet<>();
    collect(assessment.getJsonArray("intruders", NONE), "+", parts);
    collect(assessment.getJsonArray("missing", NONE), "-", parts);
    return String.join("\n", parts);
  }

  private static void collect(JsonArray entries, String sign, Set<String> parts) {
    for (Object entry : entries) {
      parts.add(
          entry instanceof JsonObject one
              ? sign + one.getString("label") + "/" + one.getString("zone", "")
              : sign + entry);
    }
  }
}
