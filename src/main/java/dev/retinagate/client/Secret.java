package dev.retinagate.client;

import java.util.regex.Pattern;

/** A text that is sent to the node and never printed: an API key. */
public final class Secret {

  /** What may stand in a header of HTTP. */
  private static final Pattern SENDABLE = Pattern.compile("[!-~]{1,512}");

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /**
   * A secret.
   *
   * @throws IllegalArgumentException, which does not show it, unless it is 1 to 512 printable ASCII
   *     characters without blanks
   */
  public static Secret of(String text) {
    if (!SENDABLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "the key has to be 1 to 512 printable ASCII characters without blanks");
    }
    return new Secret(text);
  }

  /** The text, to be sent. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
