package dev.retinagate.cli;

import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigException;
import dev.retinagate.config.ConfigLoader;
import dev.retinagate.detection.DetectorException;
import dev.retinagate.node.Gateway;
import io.vertx.core.Future;
import io.vertx.core.net.KeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.logging.log4j.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: runs the gateway until it is told to end. */
@Command(
    name = "serve",
    description = "Runs the gateway until SIGTERM or SIGINT, then finishes what it has admitted.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class ServeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  /** Beyond the drain's own bounds; then the process ends come what may. */
  private static final Duration EXIT_MARGIN = Duration.ofSeconds(10);

  private final Backend engine;
  private final Optional<KeyCertOptions> certificate;
  private final Map<String, String> flags = new HashMap<>();

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration; by default conf/retinagate.yaml, if it is there.")
  private Path file;

  ServeCommand(Backend engine) {
    this(engine, Optional.empty());
  }

  /** Serves over TLS if there is a certificate. */
  ServeCommand(Backend engine, Optional<KeyCertOptions> certificate) {
    this.engine = engine;
    this.certificate = certificate;
  }

  @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on.")
  void host(String text) {
    flags.put("http.host", text);
  }

  @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on; 0 for any.")
  void port(String text) {
    flags.put("http.port", text);
  }

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "Port of health and metrics; 0 for any.")
  void managementPort(String text) {
    flags.put("management.port", text);
  }

  @Option(names = "--model", paramLabel = "NAME", description = "Model to serve.")
  void model(String text) {
    flags.put("model.name", text);
  }

  @Option(names = "--models", paramLabel = "DIR", description = "Folder that holds the models.")
  void models(String text) {
    flags.put("model.directory", text);
  }

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "Arithmetic of the network: auto, fp32 or int8.")
  void precision(String text) {
    flags.put("model.precision", text);
  }

  @Option(names = "--workers", paramLabel = "N", description = "Pictures worked on at a time.")
  void workers(String text) {
    flags.put("workers.count", text);
  }

  @Option(names = "--queue", paramLabel = "N", description = "Pictures that may wait.")
  void queue(String text) {
    flags.put("admission.queue", text);
  }

  @Override
  public Integer call() {
    Config config;
    try {
      config =
          new ConfigLoader(Runtime.getRuntime().availableProcessors())
              .load(Optional.ofNullable(file), System.getenv(), flags);
    } catch (ConfigException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCode.USAGE;
    }
    ConfigLoader.suspectVariables(System.getenv()).forEach(LOG::warn);
    return serve(config);
  }

  private int serve(Config config) {
    Gateway gateway;
    try {
      gateway = new Gateway(config, engine.open(config), engine.annotator(config), certificate);
      join(gateway.start());
    } catch (DetectorException | CompletionException e) {
      Throwable cause = e instanceof CompletionException ? e.getCause() : e;
      LOG.debug("not started", cause);
      spec.commandLine().getErr().println("The gateway cannot start: " + cause.getMessage());
      return ExitCode.SOFTWARE;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(gateway, config), "drain"));
    LOG.info(
        "serving {} on {}:{}, management on {}:{}, {} workers of {} engine threads",
        config.model().name(),
        config.http().host(),
        gateway.port(),
        config.management().host(),
        gateway.managementPort(),
        config.workers().count(),
        config.workers().engineThreads());
    return waitForTheHook();
  }

  /** From here on the hook ends the process; whatever follows here would run beside it. */
  private static int waitForTheHook() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.SOFTWARE;
  }

  /**
   * The way out after a signal. The hook ends the process itself: the JVM would report 143, and an
   * orderly end is status 0.
   */
  private void end(Gateway gateway, Config config) {
    Duration bound = config.drain().probePeriod().plus(config.drain().timeout()).plus(EXIT_MARGIN);
    try {
      gateway
          .drain()
          .toCompletionStage()
          .toCompletableFuture()
          .get(bound.toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("drained");
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      LOG.error("the drain did not end in time", e);
    }
    LogManager.shutdown();
    engine.exit(ExitCode.OK);
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
