package dev.retinagate.cli;

import dev.retinagate.client.series.SeriesPlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plot}: draws the counts of a series. */
@Command(
    name = "plot",
    description = "Draws the counts that upload --series has written, over time, as SVG.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class PlotCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The counts, CSV.")
  private Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the picture is written; standard output by default.")
  private Path output;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      description = "In which times are told, as in Europe/Vienna; the system's by default.")
  private ZoneId zone = ZoneId.systemDefault();

  @Override
  public Integer call() throws IOException {
    String svg = SeriesPlot.of(file, zone);
    if (output == null) {
      spec.commandLine().getOut().print(svg);
      spec.commandLine().getOut().flush();
    } else {
      Files.writeString(output, svg);
    }
    return ExitCode.OK;
  }
}
