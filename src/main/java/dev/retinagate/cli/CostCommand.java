package dev.retinagate.cli;

import dev.retinagate.cost.CostPlot;
import dev.retinagate.cost.CostText;
import dev.retinagate.cost.Fleet;
import dev.retinagate.cost.Prices;
import dev.retinagate.cost.PricesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cost}: what a fleet costs for 1000 pictures. */
@Command(
    name = "cost",
    description =
        "Says what 1000 pictures cost on a fleet on AWS, and from how many a month on that is less"
            + " than Rekognition's price.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class CostCommand implements Callable<Integer> {

  private static final double BYTES_OF_A_KILOBYTE = 1000;

  @Spec private CommandSpec spec;

  @Mixin private FleetOptions fleet;

  @Option(
      names = "--utilisation",
      paramLabel = "SHARE",
      defaultValue = "0.5",
      description =
          "Pictures answered as a share of those that the paid node-hours could have answered;"
              + " ${DEFAULT-VALUE} by default.")
  private double utilisation;

  @Option(
      names = "--picture-kb",
      paramLabel = "NUMBER",
      defaultValue = "160",
      description = "Mean size of an upload in kB; ${DEFAULT-VALUE} by default.")
  private double pictureKb;

  @Option(
      names = "--answer-kb",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Mean size of an answer in kB; ${DEFAULT-VALUE} by default.")
  private double answerKb;

  @Option(
      names = "--disk-gib",
      paramLabel = "NUMBER",
      defaultValue = "12",
      description = "Disk of a node; ${DEFAULT-VALUE} by default.")
  private int diskGib;

  @Option(
      names = "--nat-gateways",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "NAT gateways of the private subnets; ${DEFAULT-VALUE} by default.")
  private int gateways;

  @Option(
      names = "--pictures-per-month",
      paramLabel = "NUMBER",
      split = ",",
      defaultValue = "100000,300000,1000000,3000000,10000000,30000000",
      description = "Rows of the table; ${DEFAULT-VALUE} by default.")
  private List<Integer> pictures;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Writes a plot of the price against the pictures of a month as well, SVG.")
  private Path output;

  @Override
  public Integer call() throws IOException, PricesException {
    Prices prices = fleet.prices();
    Fleet measured = measured(prices);
    if (pictures.stream().anyMatch(number -> number < 1)) {
      throw new ParameterException(spec.commandLine(), "'--pictures-per-month': at least 1");
    }
    spec.commandLine().getOut().print(CostText.of(measured, prices, pictures));
    spec.commandLine().getOut().flush();
    if (output != null) {
      Files.writeString(output, CostPlot.of(measured, prices));
    }
    return ExitCode.OK;
  }

  private Fleet measured(Prices prices) {
    double hour = fleet.instanceHour(prices, spec.commandLine());
    try {
      return new Fleet(
          hour,
          fleet.picturesPerSecond,
          utilisation,
          fleet.minNodes,
          diskGib,
          pictureKb * BYTES_OF_A_KILOBYTE,
          answerKb * BYTES_OF_A_KILOBYTE,
          gateways);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
