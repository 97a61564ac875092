package dev.retinagate.cli;

import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigException;
import dev.retinagate.config.ConfigLoader;
import dev.retinagate.config.FileNames;
import dev.retinagate.config.FileProblem;
import dev.retinagate.telemetry.HealthLine;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
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
import java.util.concurrent.Callable;
import javax.net.ssl.HttpsURLConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code health}: asks a node's management port, for units, containers and people. */
@Command(
    name = "health",
    description =
        "Asks a node whether it is ready, and prints one line. Exit status 0 if it is, else 1.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class HealthCommand implements Callable<Integer> {

  private static final String ANY_ADDRESS = "0.0.0.0";
  private static final String ANY_ADDRESS_V6 = "::";
  private static final int MAX_REPORT_BYTES = 1 << 16;

  @Spec private CommandSpec spec;

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

  @Option(
      names = "--live",
      description = "Asks whether the process should be kept, rather than whether it is ready.")
  private boolean live;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Longest wait for the answer; 5s by default.")
  private Duration timeout = Duration.ofSeconds(5);

  @Mixin private KeyOptions key;

  @Override
  public Integer call() throws ConfigException {
    Optional<Config> config = url == null ? Optional.of(load()) : Optional.empty();
    String address = config.map(HealthCommand::configured).orElse(url).replaceAll("/+$", "");
    URL asked = parse(address + (live ? "/health/live" : "/health/ready"));
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
      return report(connection);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (IOException e) {
      spec.commandLine().getErr().println(address + " does not answer: " + reason(e));
      return ExitCode.SOFTWARE;
    }
  }

  private int report(HttpURLConnection connection) throws IOException {
    connection.setConnectTimeout((int) timeout.toMillis());
    connection.setReadTimeout((int) timeout.toMillis());
    connection.setInstanceFollowRedirects(false);
    int status = connection.getResponseCode();
    boolean well = status == HttpURLConnection.HTTP_OK;
    spec.commandLine().getOut().println(line(status, body(connection, well)));
    return well ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static String body(HttpURLConnection connection, boolean well) throws IOException {
    try (InputStream in = well ? connection.getInputStream() : connection.getErrorStream()) {
      return in == null
          ? ""
          : new String(in.readNBytes(MAX_REPORT_BYTES), StandardCharsets.UTF_8).strip();
    }
  }

  /** What answers may be another server than a node. */
  private static String line(int status, String body) {
    try {
      return HealthLine.of(new JsonObject(body));
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      return "status "
          + status
          + (status == HttpURLConnection.HTTP_UNAUTHORIZED
              ? ", the node asks for a key: --key-file"
              : ", and no report of a node");
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

  private String reason(IOException failure) {
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
