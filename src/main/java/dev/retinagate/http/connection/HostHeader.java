package dev.retinagate.http.connection;

import java.util.regex.Pattern;

/** The syntax of the Host header. */
final class HostHeader {

  /**
   * A host and an optional port (RFC 9110, 7.2). The host is an IPv6 address in brackets, or a name
   * or IPv4 address (RFC 3986, 3.2.2), which may be empty. Possessive where a choice is repeated:
   * else the matcher recurses once a character, and a long value overflows the stack.
   */
  private static final Pattern HOST_AND_PORT =
      Pattern.compile(
          "(?:\\[(?:[0-9A-Fa-f:.]++|[vV][0-9A-Fa-f]++\\.[A-Za-z0-9._~!$&'()*+,;=:-]++)]"
              + "|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*+)(?::[0-9]*+)?");

  private HostHeader() {}

  /** Whether a value is a host and an optional port; true for an empty value. */
  static boolean isValid(String value) {
    return HOST_AND_PORT.matcher(value).matches();
  }
}
