package dev.retinagate.http.reply;

import dev.retinagate.config.AddressRange;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/**
 * The address of the caller: of the connection, or, if the connection is a trusted proxy's, the
 * last address in {@code X-Forwarded-For} that is not a trusted proxy's too. Addresses further left
 * are what callers wrote themselves.
 */
public final class CallerAddress {

  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
  private static final String HTTPS = "https";
  private static final String UNKNOWN = "-";

  private final List<AddressRange> trustedProxies;

  /** The addresses as these proxies, and no others, tell them. */
  public CallerAddress(List<AddressRange> trustedProxies) {
    this.trustedProxies = List.copyOf(trustedProxies);
  }

  /** The caller's address; "-" if the connection has none. */
  public String of(HttpServerRequest request) {
    String connections = ofConnection(request);
    return trustedProxies.isEmpty()
        ? connections
        : forwarded(connections, request.headers().getAll(FORWARDED_FOR));
  }

  /**
   * Whether the client speaks TLS, with the node or with a trusted proxy, which says so in {@code
   * X-Forwarded-Proto}. Of several words the last is the proxy's own.
   */
  public boolean isHttps(HttpServerRequest request) {
    if (request.isSSL()) {
      return true;
    }
    String protocols = String.join(",", request.headers().getAll(FORWARDED_PROTO));
    return isTrusted(ofConnection(request))
        && HTTPS.equalsIgnoreCase(protocols.substring(protocols.lastIndexOf(',') + 1).strip());
  }

  /**
   * Whether the other end of the connection is a trusted proxy, on which callers may take turns.
   */
  public boolean isProxy(HttpConnection connection) {
    return isTrusted(address(connection.remoteAddress()));
  }

  /** Whom the address at the other end of a connection stands for; "-" if it has none. */
  public static String clientOf(HttpConnection connection) {
    return AddressRange.client(address(connection.remoteAddress()));
  }

  /** The address at the other end of the connection; "-" if it has none. */
  public static String ofConnection(HttpServerRequest request) {
    return address(request.remoteAddress());
  }

  private static String address(SocketAddress remote) {
    return remote == null || remote.hostAddress() == null ? UNKNOWN : remote.hostAddress();
  }

  /**
   * Follows the chain of trusted proxies.
   *
   * @param connection the address of the connection
   * @param forwardedFor the values of the header, in the order of the message
   */
  String forwarded(String connection, List<String> forwardedFor) {
    String caller = connection;
    String[] hops = String.join(",", forwardedFor).split(",", -1);
    for (int i = hops.length - 1; i >= 0 && isTrusted(caller); i--) {
      try {
        caller = AddressRange.spelling(hops[i].strip());
      } catch (IllegalArgumentException e) {
        return caller;
      }
    }
    return caller;
  }

  private boolean isTrusted(String address) {
    return trustedProxies.stream().anyMatch(range -> range.contains(address));
  }
}
