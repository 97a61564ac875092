package dev.retinagate.modeltools.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentProxiesTest {

  private static final URI ADDRESS = URI.create("https://files.example.org/model.onnx");

  @Test
  void takesTheProxyOfTheScheme() {
    assertThat(select(Map.of("https_proxy", "http://proxy.example:3128/")))
        .containsExactly(proxy("proxy.example", 3128));
  }

  @Test
  void readsCapitalLettersAndAddressesWithoutAScheme() {
    assertThat(select(Map.of("HTTPS_PROXY", "proxy.example:8080")))
        .containsExactly(proxy("proxy.example", 8080));
  }

  @Test
  void takesNoProxyForAnExceptedDomain() {
    Map<String, String> environment =
        Map.of("https_proxy", "http://proxy.example:3128", "no_proxy", "localhost, .example.org");

    assertThat(select(environment)).containsExactly(Proxy.NO_PROXY);
  }

  @Test
  void takesNoProxyOfAnotherScheme() {
    assertThat(select(Map.of("http_proxy", "http://proxy.example:3128")))
        .containsExactly(Proxy.NO_PROXY);
  }

  private static List<Proxy> select(Map<String, String> environment) {
    return new EnvironmentProxies(environment).select(ADDRESS);
  }

  private static Proxy proxy(String host, int port) {
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
  }
}
