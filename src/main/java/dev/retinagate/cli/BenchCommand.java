package dev.retinagate.cli;

import dev.retinagate.config.ConfigException;
import dev.retinagate.detection.PictureException;
import dev.retinagate.image.PictureLimits;
import dev.retinagate.model.DetectorSettings;
import dev.retinagate.model.ModelBundle;
import dev.retinagate.model.ModelRepository;
import dev.retinagate.model.Precision;
import dev.retinagate.modeltools.bench.Benchmark;
import dev.retinagate.modeltools.bench.BenchmarkSettings;
import dev.retinagate.modeltools.bench.SizeRounds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code model bench}: measures the speed of a model's whole job in this process. */
@Command(
    name = "bench",
    description = "Measures pictures a second, stages, and the share of the machine's peak.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class BenchCommand implements Callable<Integer> {

  private static final Pattern SIZE = Pattern.compile("([0-9]{2,5})x([0-9]{2,5})");

  @Spec private CommandSpec spec;
  @ParentCommand private ModelCommand model;

  @Parameters(paramLabel = "NAME", description = "The model.")
  private String name;

  @Option(
      names = "--workers",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description =
          "Workers at a time; several numbers, as in 1,2, are compared in one run;"
              + " ${DEFAULT-VALUE} by default.")
  private List<Integer> workers;

  @Option(
      names = "--engine-threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of the engine for each worker; ${DEFAULT-VALUE} by default.")
  private int engineThreads;

  @Option(
      names = "--precision",
      paramLabel = "auto|fp32|bf16|int8",
      defaultValue = "auto",
      converter = PrecisionConverter.class,
      description = "Arithmetic of the network; ${DEFAULT-VALUE} by default.")
  private Precision precision;

  @Option(
      names = "--size",
      paramLabel = "HxW",
      defaultValue = "480x640",
      description = "Size of the made-up picture; ${DEFAULT-VALUE} by default.")
  private String size;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "A picture file instead of the made-up one.")
  private Path picture;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "How long each number of workers is measured; ${DEFAULT-VALUE} by default.")
  private int seconds;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      description =
          "Measures something else: one worker's memory over pictures of N sizes in a row.")
  private Integer sizes;

  @Option(
      names = "--rounds",
      paramLabel = "R",
      defaultValue = "2",
      description = "With --sizes: how often the N sizes are run; ${DEFAULT-VALUE} by default.")
  private int rounds;

  @Override
  public Integer call() throws IOException, PictureException, ConfigException {
    if (sizes == null) {
      onePicture();
    } else {
      manySizes();
    }
    return ExitCode.OK;
  }

  private void manySizes() throws PictureException, ConfigException {
    if (sizes < 1 || rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--sizes and --rounds are at least 1");
    }
    SizeRounds.run(
        bundle(),
        detecting(),
        engineThreads,
        sizes,
        rounds,
        line -> {
          spec.commandLine().getOut().println(line);
          spec.commandLine().getOut().flush();
        });
  }

  private ModelBundle bundle() throws ConfigException {
    return new ModelRepository(model.directory()).open(name);
  }

  private DetectorSettings detecting() {
    return new DetectorSettings(PictureLimits.DEFAULT).with(precision);
  }

  private void onePicture() throws IOException, PictureException, ConfigException {
    BenchmarkSettings settings;
    try {
      settings = new BenchmarkSettings(workers, engineThreads, Duration.ofSeconds(seconds));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    ByteBuffer bytes =
        picture == null ? madeUpPicture() : ByteBuffer.wrap(Files.readAllBytes(picture));
    spec.commandLine().getOut().print(Benchmark.run(bundle(), detecting(), bytes, settings).text());
    spec.commandLine().getOut().flush();
  }

  private ByteBuffer madeUpPicture() {
    Matcher matcher = SIZE.matcher(size);
    if (!matcher.matches()) {
      throw new ParameterException(
          spec.commandLine(), "--size '" + size + "' is not height x width, as in 480x640");
    }
    return Benchmark.syntheticPicture(
        Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1)));
  }
}
