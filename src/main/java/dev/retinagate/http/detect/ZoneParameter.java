package dev.retinagate.http.detect;

import dev.retinagate.config.Numbers;
import dev.retinagate.detection.Zone;
import dev.retinagate.http.problem.FailedRequest;
import dev.retinagate.http.reply.Quotation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code zone}, {@code NAME:x,y,x,y,x,y}, which may be given several times. Pure. */
public final class ZoneParameter {

  /** Most zones of a request: as many as rules may refer to. */
  static final int MAX_ZONES = RuleParameters.MAX_RULES;

  /** Most corners of a zone. Each detection is held against each of them. */
  static final int MAX_CORNERS = 32;

  private static final int MAX_NAME_LENGTH = 40;

  /** Names stand in rules, where these characters separate. */
  private static final Pattern NAME =
      Pattern.compile("[^,:/@\\p{Cntrl}]{1," + MAX_NAME_LENGTH + "}");

  private static final String FORM =
      "a zone is NAME:x,y,x,y,x,y with "
          + Zone.MIN_CORNERS
          + " to "
          + MAX_CORNERS
          + " corners, as shares of the picture's width and height, 0..1.";

  private ZoneParameter() {}

  /**
   * The zones, in their order.
   *
   * @throws FailedRequest naming the first that is wrong
   */
  public static List<Zone> parse(List<String> texts) throws FailedRequest {
    if (texts.size() > MAX_ZONES) {
      throw DetectParameters.bad(
          "There are " + texts.size() + " zones; " + MAX_ZONES + " are the most of a request.");
    }
    List<Zone> zones = new ArrayList<>();
    for (String text : texts) {
      Zone zone = zone(text);
      if (zones.stream().anyMatch(other -> other.name().equals(zone.name()))) {
        throw DetectParameters.bad(
            "'zone' " + Quotation.of(zone.name()) + " is given more than once.");
      }
      zones.add(zone);
    }
    return zones;
  }

  private static Zone zone(String text) throws FailedRequest {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw bad(text, " has no ':' behind its name; " + FORM);
    }
    String name = text.substring(0, colon).strip();
    if (!NAME.matcher(name).matches()) {
      throw bad(
          text,
          " has no usable name; a name has 1 to "
              + MAX_NAME_LENGTH
              + " characters, none of them a comma, ':', '/' or '@'.");
    }
    String[] numbers = text.substring(colon + 1).split(",", -1);
    int corners = numbers.length / 2;
    if (numbers.length % 2 != 0 || corners < Zone.MIN_CORNERS || corners > MAX_CORNERS) {
      throw bad(name, " has " + numbers.length + " numbers; " + FORM);
    }
    List<Zone.Corner> outline = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += 2) {
      outline.add(new Zone.Corner(share(name, numbers[i]), share(name, numbers[i + 1])));
    }
    try {
      return new Zone(name, outline);
    } catch (IllegalArgumentException e) {
      throw bad(name, " has all of its corners on one line; it has to have an area.");
    }
  }

  private static double share(String zone, String text) throws FailedRequest {
    return Numbers.exactShare(text)
        .orElseThrow(() -> bad(zone, " has the number " + Quotation.of(text) + "; " + FORM));
  }

  private static FailedRequest bad(String zone, String why) {
    return DetectParameters.bad("'zone' " + Quotation.of(zone) + why);
  }
}
