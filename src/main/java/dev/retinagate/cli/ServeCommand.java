package dev.retinagate.cli;

import dev.retinagate.config.Config;
import dev.retinagate.config.ConfigException;
import dev.retinagate.config.ConfigLoader;
import dev.retinagate.detection.DetectorException;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.node.Extensions;
import dev.retinagate.node.Gateway;
import dev.retinagate.os.ServiceManager;
import dev.retinagate.os.Signals;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: runs the gateway until a signal ends it. */
@Command(
    name = "serve",
    description = "Runs the gateway until SIGTERM or SIGINT, then finishes what it has admitted.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class ServeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  /** Beyond the drain's own bounds; the process then ends whatever still runs. */
  private static final Duration EXIT_MARGIN = Duration.ofSeconds(10);

  private final Backend engine;

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions options;

  ServeCommand(Backend engine) {
    this.engine = engine;
  }

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on; http.host, 0.0.0.0 by default.")
  void host(String text) {
    options.set("http.host", text);
  }

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Port to listen on, 0 for any, none for HTTPS alone; http.port, 8080 by default.")
  void port(String text) {
    options.set("http.port", text);
  }

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "Certificate in PEM, for HTTPS; tls.certificate, none by default.")
  void tlsCertificate(String text) {
    options.set("tls.certificate", text);
  }

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Its private key in PEM; tls.key, none by default.")
  void tlsKey(String text) {
    options.set("tls.key", text);
  }

  @Option(
      names = "--tls-port",
      paramLabel = "PORT",
      description = "Port for HTTPS, 0 for any; tls.port, 8443 by default.")
  void tlsPort(String text) {
    options.set("tls.port", text);
  }

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "Port of health and metrics, 0 for any; management.port, 9090 by default.")
  void managementPort(String text) {
    options.set("management.port", text);
  }

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Pictures worked on at a time; workers.count, auto by default: one a core.")
  void workers(String text) {
    options.set("workers.count", text);
  }

  @Option(
      names = "--queue",
      paramLabel = "N",
      description = "Pictures that may wait; admission.queue, auto by default: 8 for each worker.")
  void queue(String text) {
    options.set("admission.queue", text);
  }

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      description = "Lines for people, or JSON for collectors; log.format, text by default.")
  void logFormat(String text) {
    options.set("log.format", text);
  }

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description =
          "File of the API keys that requests need, see retinagate key; keys.file, none by default.")
  void keys(String text) {
    options.set("keys.file", text);
  }

  @Override
  public Integer call() throws ConfigException {
    Config config = options.load();
    ConfigLoader.suspectVariables(System.getenv()).forEach(LOG::warn);
    return serve(config);
  }

  private int serve(Config config) {
    ServiceManager manager = ServiceManager.ofThisProcess();
    manager.status("starting " + String.join(", ", config.model().names()));
    Gateway gateway;
    try {
      gateway =
          new Gateway(
              config, () -> engine.openAll(config), engine.annotator(config), Extensions.NONE);
      List<ModelDescription> models = gateway.models().all();
      StartReport.warnOfTooManyWorkers(config, models).ifPresent(LOG::warn);
      StartReport.memoryOfModels(config, models).ifPresent(LOG::info);
      join(gateway.start());
    } catch (DetectorException | CompletionException e) {
      Throwable cause = e instanceof CompletionException ? e.getCause() : e;
      LOG.debug("not started", cause);
      String told = "The gateway cannot start: " + cause.getMessage();
      manager.status(told);
      spec.commandLine().getErr().println(told);
      return ExitCode.SOFTWARE;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(gateway, config), "drain"));
    Signals.onHangUp(gateway::reload);
    LOG.info(
        StartReport.serving(config, gateway.models().all(), gateway.ports(), options.fileRead()));
    gateway.reportTo(manager);
    return waitForTheHook();
  }

  /** The hook ends the process; a statement behind this call would run beside the hook. */
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
