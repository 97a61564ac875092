package dev.retinagate.cli;

import dev.retinagate.config.ConfigException;
import dev.retinagate.telemetry.HealthLine;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code health}: asks a node's management port, for units, containers and people. */
@Command(
    name = "health",
    description =
        "Asks a node whether it is ready, and prints one line. Exit status 0 if it is, else 1.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class HealthCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ManagementOptions management;

  @Option(
      names = "--live",
      description = "Asks whether the process should be kept, rather than whether it is ready.")
  private boolean live;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Longest wait for the answer; 5s by default.")
  private Duration timeout = Duration.ofSeconds(5);

  @Override
  public Integer call() throws ConfigException {
    Optional<ManagementOptions.Answer> answer =
        management.ask("GET", live ? "/health/live" : "/health/ready", timeout);
    answer.ifPresent(got -> spec.commandLine().getOut().println(line(got.status(), got.body())));
    boolean well = answer.map(got -> got.status() == HttpURLConnection.HTTP_OK).orElse(false);
    return well ? ExitCode.OK : ExitCode.SOFTWARE;
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
}
