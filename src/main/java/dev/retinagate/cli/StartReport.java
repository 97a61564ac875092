package dev.retinagate.cli;

import dev.retinagate.config.Config;
import dev.retinagate.config.FileNames;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.model.DetectorFamilies;
import dev.retinagate.node.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lines that a node logs about itself when it starts. */
final class StartReport {

  /** Measured: 64 workers of nanodet-g held 4 GB. */
  private static final long NANODET_WORKER_MB = 60;

  /** Measured for RetinaNet on ResNet 50; conf/retinagate.yaml says so at model.kept-networks. */
  private static final long RETINANET_NETWORK_MB = 500;

  private StartReport() {}

  /**
   * The line of a node that serves: addresses to click, the models as they are computed, and the
   * file that the configuration is from.
   */
  static String serving(
      Config config, List<ModelDescription> models, Ports ports, Optional<Path> file) {
    String host = config.http().host();
    return "serving %s on %s, management on %s, %s of %s, %s"
        .formatted(
            models.stream()
                .map(m -> "%s (%s, %s)".formatted(m.name(), m.precision(), m.isa()))
                .collect(Collectors.joining(", ")),
            Stream.concat(
                    ports.http().stream().mapToObj(port -> url("http", host, port)),
                    ports.tls().stream().mapToObj(port -> url("https", host, port)))
                .collect(Collectors.joining(" and ")),
            url(
                config.management().tls() ? "https" : "http",
                config.management().host(),
                ports.management()),
            count(config.workers().count(), "worker"),
            count(config.workers().engineThreads(), "engine thread"),
            file.map(path -> "configuration " + FileNames.text(path))
                .orElse("no configuration file"));
  }

  private static String url(String scheme, String host, int port) {
    return Addresses.url(scheme, host, port) + "/";
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** A warning for more workers than cores; empty for a sensible number. */
  static Optional<String> warnOfTooManyWorkers(Config config, List<ModelDescription> models) {
    return warnOfTooManyWorkers(config, models, Runtime.getRuntime().availableProcessors());
  }

  static Optional<String> warnOfTooManyWorkers(
      Config config, List<ModelDescription> models, int cores) {
    int workers = config.workers().count();
    if (workers <= cores) {
      return Optional.empty();
    }
    long each = megabytesOfWorker(config, models);
    return Optional.of(
        "workers.count %d on %s: they do no more work than %d, and hold some %d MB, %d MB each"
            .formatted(workers, count(cores, "core"), cores, workers * each, each));
  }

  /** The memory that several models are expected to take; empty for one, which needs no plan. */
  static Optional<String> memoryOfModels(Config config, List<ModelDescription> models) {
    if (models.size() == 1) {
      return Optional.empty();
    }
    boolean spread = config.workers().perModel().isPresent();
    int groups = spread ? models.size() : 1;
    int inGroup = config.workers().count() / groups;
    int workers = groups * (inGroup + Config.Workers.slowBeside(inGroup));
    long each = megabytesOfWorker(config, models);
    return Optional.of(
        ("%d models, %s: %s, slow lane included, hold some %d MB of networks, %d MB each"
                + " (twice in a reload)")
            .formatted(
                models.size(),
                spread ? "one in each worker" : "all in each worker",
                count(workers, "worker"),
                workers * each,
                each));
  }

  /** Of a worker with every model, or in the mean of workers with one. */
  private static long megabytesOfWorker(Config config, List<ModelDescription> models) {
    long all = models.stream().mapToLong(model -> megabytes(config, model)).sum();
    return config.workers().perModel().isPresent() ? all / models.size() : all;
  }

  private static long megabytes(Config config, ModelDescription model) {
    return model.family().equals(DetectorFamilies.RETINANET)
        ? config.model().keptNetworks() * RETINANET_NETWORK_MB
        : NANODET_WORKER_MB;
  }
}
