package dev.retinagate.cli;

import java.net.URI;

/** Addresses on the command line. */
final class Addresses {

  private Addresses() {}

  /** Whether an argument is meant as an address and not as a file. */
  static boolean looksLikeOne(String argument) {
    return argument.regionMatches(true, 0, "http://", 0, 7)
        || argument.regionMatches(true, 0, "https://", 0, 8);
  }

  /** The address of a port. An address of IPv6 has colons of its own. */
  static String url(String scheme, String host, int port) {
    return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  static boolean isHttp(URI address) {
    return address.getHost() != null
        && ("http".equalsIgnoreCase(address.getScheme())
            || "https".equalsIgnoreCase(address.getScheme()));
  }
}
