package dev.retinagate.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, in CIDR notation (RFC 4632): {@code 10.0.0.0/8}, {@code fd00::/8}, or
 * one address.
 */
public final class AddressRange {

  /** Looks like an address: a name would be looked up, which blocks. */
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /**
   * The longest address: six groups of IPv6, and IPv4 in decimals. The pattern takes quadratic time
   * for a text that is no address, and clients write texts of any length.
   */
  private static final int MAX_ADDRESS_CHARS = 45;

  private static final int IPV6_GROUPS = 8;
  private static final int NETWORK_GROUPS = 4;

  private final byte[] network;
  private final int prefixBits;

  private AddressRange(byte[] network, int prefixBits) {
    this.network = network;
    this.prefixBits = prefixBits;
  }

  /**
   * Reads a range.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
    int bits = slash < 0 ? address.length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > address.length * Byte.SIZE) {
      throw new IllegalArgumentException(text);
    }
    return new AddressRange(address, bits);
  }

  /**
   * Whom an address stands for: an IPv6 client has a whole network of addresses (RFC 6177), so that
   * is what counts.
   */
  public static String client(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    String[] groups = address.split(":", -1);
    return groups.length < IPV6_GROUPS
        ? address
        : String.join(":", Arrays.copyOf(groups, NETWORK_GROUPS)) + "::/64";
  }

  /** Whether the range has the address; false for text that is no address. */
  public boolean contains(String address) {
    try {
      byte[] candidate = bytes(address);
      return candidate.length == network.length && samePrefix(candidate);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean samePrefix(byte[] candidate) {
    int whole = prefixBits / Byte.SIZE;
    int rest = prefixBits % Byte.SIZE;
    return Arrays.equals(candidate, 0, whole, network, 0, whole)
        && (rest == 0
            || (candidate[whole] & 0xff) >> (Byte.SIZE - rest)
                == (network[whole] & 0xff) >> (Byte.SIZE - rest));
  }

  /**
   * The one spelling of an address: IPv6 has many (RFC 5952, section 2), and each would else count
   * as a client of its own.
   *
   * @return an IPv6 address as eight groups without leading zeros
   * @throws IllegalArgumentException if the text is no address
   */
  public static String spelling(String address) {
    return inetAddress(address).getHostAddress();
  }

  /** Four bytes or sixteen; an IPv4 address within IPv6 is its four. */
  private static byte[] bytes(String address) {
    return inetAddress(address).getAddress();
  }

  private static InetAddress inetAddress(String address) {
    if (address.length() > MAX_ADDRESS_CHARS || !ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException(address);
    }
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }
}
