package dev.retinagate.cli;

import dev.retinagate.client.ClientOptions;
import dev.retinagate.client.upload.CocoWriter;
import dev.retinagate.client.upload.CsvWriter;
import dev.retinagate.client.upload.JsonLinesWriter;
import dev.retinagate.client.upload.Outcome;
import dev.retinagate.client.upload.OutcomeWriter;
import dev.retinagate.detection.Zone;
import dev.retinagate.http.problem.FailedRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code upload}: has a node look at pictures of files, folders and cameras. */
@Command(
    name = "upload",
    description =
        "Sends pictures to a node and prints its answers in the order of the pictures. Exit status:"
            + " 2 if a rule was broken in a picture, 1 if a picture failed, 0 else.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class UploadCommand implements Callable<Integer> {

  /** How the answers are printed. */
  enum Format {
    /** A JSON object a line, as POST /detect answers it, with the name and time. */
    JSONL,
    /** A row a detection. */
    CSV,
    /** One document as COCO's annotations, with scores. */
    COCO
  }

  /** Faster than cameras make pictures. */
  private static final Duration MIN_EVERY = Duration.ofMillis(100);

  @Spec private CommandSpec spec;
  private final Backend engine;

  @Mixin private RuleOptions rules;
  @Mixin private WebhookOptions webhook;
  @Mixin private KeyOptions key;

  @Parameters(
      paramLabel = "SOURCE",
      arity = "1..*",
      description =
          "Picture files; a folder stands for the pictures in it, an http or https address for a"
              + " camera's still picture.")
  private List<String> sources;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://localhost:8080",
      description = "The node, or the balancer before several; ${DEFAULT-VALUE} by default.")
  private URI url;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Most pictures that are held at a time, 1..1024; as many of them are sent at once as the"
              + " node takes; ${DEFAULT-VALUE} by default.")
  private int concurrency;

  @Option(names = "--http2", description = "Speaks HTTP/2; HTTP/1.1 by default.")
  private boolean http2;

  @Option(
      names = "--give-up-after",
      paramLabel = "TIME",
      defaultValue = "5m",
      description = "How long a node that is away is waited for; ${DEFAULT-VALUE} by default.")
  private Duration giveUpAfter;

  @Option(
      names = "--format",
      paramLabel = "jsonl|csv|coco",
      defaultValue = "jsonl",
      description = "How the answers are printed; ${DEFAULT-VALUE} by default.")
  private Format format;

  @Option(
      names = "--annotate",
      paramLabel = "DIR",
      description = "Also writes each picture with its boxes there.")
  private Path annotated;

  @Option(
      names = "--watch",
      description =
          "Sends the pictures of the folders, and then each new one as it is complete, until a"
              + " signal.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description =
          "Asks the cameras again and again, as in 10s, until a signal; more seldom while the node"
              + " is full.")
  private Duration every;

  @Option(
      names = "--series",
      paramLabel = "FILE",
      description = "With --count: appends the counts of each picture there; plot draws them.")
  private Path series;

  UploadCommand(Backend engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws IOException {
    ClientOptions options;
    UploadSources from;
    try {
      options =
          key.addTo(
              ClientOptions.of(url)
                  .withWindow(concurrency)
                  .withHttp2(http2)
                  .withGiveUpAfter(giveUpAfter)
                  .withParameters(rules.parameters()));
      from = new UploadSources(sources, watch, every);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    check(from);
    UploadProcess process = new UploadProcess(options, from, webhook, engine, err());
    Function<Outcome, Outcome> drawing = annotated == null ? Function.identity() : drawing(from);
    return process.run(writer(), drawing, series);
  }

  private DrawnOutcomes drawing(UploadSources from) throws IOException {
    List<Zone> zones;
    try {
      zones = rules.zones();
    } catch (FailedRequest e) {
      throw new ParameterException(spec.commandLine(), e.failure().detail(), e);
    }
    return new DrawnOutcomes(
        from.isEndless()
            ? AnnotatedNames.timed(annotated)
            : AnnotatedNames.of(annotated, from.files()),
        zones);
  }

  private void check(UploadSources from) {
    webhook.fault().ifPresent(this::refuse);
    if (from.isEndless() && format == Format.COCO) {
      refuse("--format coco is one document, which a run without an end never completes");
    } else if (every != null && every.compareTo(MIN_EVERY) < 0) {
      refuse("--every is at least 100ms");
    } else if (series != null && !rules.counts()) {
      refuse("--series writes what --count counts; name labels, as in --count cow,person");
    } else if (annotated != null && from.folders().stream().anyMatch(this::isTarget)) {
      refuse("--annotate would write into a folder that is watched, and send its own pictures");
    }
  }

  private boolean isTarget(Path folder) {
    return folder.toAbsolutePath().normalize().equals(annotated.toAbsolutePath().normalize());
  }

  private void refuse(String reason) {
    throw new ParameterException(spec.commandLine(), reason);
  }

  private OutcomeWriter writer() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    return switch (format) {
      case JSONL -> new JsonLinesWriter(out);
      case CSV -> new CsvWriter(out);
      case COCO -> new CocoWriter(out, err());
    };
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
