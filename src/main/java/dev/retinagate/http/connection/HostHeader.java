package dev.retinagate.http.connection;

import java.util.regex.Pattern;

/** What a request says of the host that it is for. */
final class HostHeader {

  /**
   * A host and perhaps a port (RFC 9110, 7.2), the host in brackets, or a name or IPv4 address (RFC
   * 3986, 3.2.2), which may be empty. Possessive where it repeats a choice: else a long value would
   * take as much stack.
   */
  private static final Pattern HOST_AND_PORT =
      Pattern.compile(
          "(?:\\[(?:[0-9A-Fa-f:.]++|[vV][0-9A-Fa-f]++\\.[A-Za-z0-9._~!$&'()*+,;=:-]++)]"
              + "|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*+)(?::[0-9]*+)?");

  private HostHeader() {}

  static boolean isValid(String value) {
    return HOST_AND_PORT.matcher(value).matches();
  }
}
