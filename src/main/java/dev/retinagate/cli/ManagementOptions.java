package dev.retinagate.cli;

import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigException;
import dev.retinagate.config.ConfigLoader;
import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The management port of a node, for commands that ask it. */
final class ManagementOptions {

  private static final String ANY_ADDRESS = "0.0.0.0";
  private static final String ANY_ADDRESS_V6 = "::";
  private static final int MAX_ANSWER_BYTES = 1 << 20;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The management port, as in http://127.0.0.1:9090; by default that of the configuration.")
  private String url;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration; by default conf/retinagate.yaml, if it is there.")
  private Path file;

  @Mixin private KeyOptions key;

  /** A status and its body. */
  record Answer(int status, String body) {}

  /**
   * Asks the node. Tells on standard error, and returns nothing, if it does not answer.
   *
   * @param method of HTTP
   * @param path on the management port
   * @param timeout longest wait for the connection, and for the answer
   */
  Optional<Answer> ask(String method, String path, Duration timeout) throws ConfigException {
    Optional<Config> config = url == null ? Optional.of(load()) : Optional.empty();
    String address = config.map(ManagementOptions::configured).orElse(url).replaceAll("/+$", "");
    URL asked = parse(address + path);
    try {
      HttpURLConnection connection = (HttpURLConnection) asked.openConnection();
      Optional<Path> certificate =
          config.flatMap(read -> read.listener().tls().pair()).map(Config.PemFiles::certificate);
      if (connection instanceof HttpsURLConnection secured && certificate.isPresent()) {
        PinnedCertificate.trust(secured, certificate.get());
      }
      key.secret()
          .ifPresent(
              secret -> connection.setRequestProperty("Authorization", "Bearer " + secret.text()));
      connection.setRequestMethod(method);
      connection.setConnectTimeout((int) timeout.toMillis());
      connection.setReadTimeout((int) timeout.toMillis());
      connection.setInstanceFollowRedirects(false);
      int status = connection.getResponseCode();
      return Optional.of(new Answer(status, body(connection, status)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (IOException e) {
      spec.commandLine().getErr().println(address + " does not answer: " + reason(e, timeout));
      return Optional.empty();
    }
  }

  private static String body(HttpURLConnection connection, int status) throws IOException {
    boolean well = status == HttpURLConnection.HTTP_OK;
    try (InputStream in = well ? connection.getInputStream() : connection.getErrorStream()) {
      return in == null
          ? ""
          : new String(in.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8).strip();
    }
  }

  private Config load() throws ConfigException {
    return new ConfigLoader(Runtime.getRuntime().availableProcessors())
        .load(Optional.ofNullable(file), FileNames.environment(), Map.of());
  }

  private static String configured(Config config) {
    Config.Management management = config.management();
    return Addresses.url(
        management.tls() ? "https" : "http", reachable(management.host()), management.port());
  }

  /** A listener on every address is asked on the loopback. */
  private static String reachable(String host) {
    if (host.equals(ANY_ADDRESS)) {
      return "127.0.0.1";
    }
    return host.equals(ANY_ADDRESS_V6) ? "::1" : host;
  }

  private URL parse(String address) {
    try {
      URL parsed = new URL(address);
      if (parsed.getProtocol().matches("https?")) {
        return parsed;
      }
    } catch (MalformedURLException e) {
      // Told below, as is a protocol of another kind.
    }
    throw new ParameterException(
        spec.commandLine(), "'" + url + "' is not an address, as in http://127.0.0.1:9090");
  }

  private static String reason(IOException failure, Duration timeout) {
    if (failure instanceof ConnectException) {
      return "nothing listens there";
    }
    if (failure instanceof SocketTimeoutException) {
      return "nothing within " + timeout.toMillis() + "ms";
    }
    if (failure instanceof UnknownHostException) {
      return "there is no host of that name";
    }
    return FileProblem.tell(failure);
  }
}
