package dev.retinagate.cli;

import dev.retinagate.config.ConfigException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
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

/** {@code model reload}: has a running node load its models again. */
@Command(
    name = "reload",
    description =
        "Has a running node load its models again, without losing a request. A model that is broken"
            + " changes nothing. Exit status 0 once the new versions answer, else 1.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class ReloadCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ManagementOptions management;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Longest wait for the node's answer; 5m by default.")
  private Duration timeout = Duration.ofMinutes(5);

  @Override
  public Integer call() throws ConfigException {
    Optional<ManagementOptions.Answer> answer = management.ask("POST", "/models/reload", timeout);
    if (answer.isEmpty()) {
      return ExitCode.SOFTWARE;
    }
    boolean well = answer.get().status() == HttpURLConnection.HTTP_OK;
    try {
      JsonObject json = new JsonObject(answer.get().body());
      if (well) {
        print(json, spec.commandLine().getOut());
      } else {
        spec.commandLine().getErr().println("not reloaded: " + json.getString("detail"));
      }
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      spec.commandLine()
          .getErr()
          .println("status " + answer.get().status() + ", and no answer of a node");
      return ExitCode.SOFTWARE;
    }
    return well ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static void print(JsonObject json, PrintWriter out) {
    for (Object each : json.getJsonArray("models")) {
      JsonObject model = (JsonObject) each;
      out.printf("reloaded %s, %s%n", model.getString("name"), model.getString("precision"));
      model
          .getJsonObject("checksums")
          .forEach(file -> out.printf("  %s  %s%n", file.getValue(), file.getKey()));
    }
    out.flush();
  }
}
