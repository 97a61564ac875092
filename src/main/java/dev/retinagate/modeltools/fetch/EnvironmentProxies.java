package dev.retinagate.modeltools.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The proxies that the environment names, as curl reads them: {@code https_proxy}, {@code
 * http_proxy} and {@code no_proxy}, in small or capital letters. Without one, the JVM's own
 * selection counts ({@code -Dhttps.proxyHost}).
 */
final class EnvironmentProxies extends ProxySelector {

  private static final int DEFAULT_PORT = 1080;

  private final Map<String, String> environment;

  EnvironmentProxies(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public List<Proxy> select(URI address) {
    String named = value(address.getScheme().toLowerCase(Locale.ROOT) + "_proxy");
    if (named.isEmpty() || isExcepted(address.getHost())) {
      return ProxySelector.getDefault().select(address);
    }
    URI proxy = URI.create(named.contains("://") ? named : "http://" + named);
    int port = proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort();
    return List.of(
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
  }

  private boolean isExcepted(String host) {
    return Stream.of(value("no_proxy").split(",", -1))
        .map(String::strip)
        .map(name -> name.startsWith(".") ? name.substring(1) : name)
        .anyMatch(name -> name.equals("*") || host.equals(name) || endsWith(host, name));
  }

  private static boolean endsWith(String host, String name) {
    return !name.isEmpty() && host.endsWith("." + name);
  }

  private String value(String name) {
    return environment.getOrDefault(
        name, environment.getOrDefault(name.toUpperCase(Locale.ROOT), ""));
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
    // The download itself fails with this, and says so.
  }
}
