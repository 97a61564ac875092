package dev.retinagate.cli;

import dev.retinagate.config.Spelling;
import dev.retinagate.cost.PriceFile;
import dev.retinagate.cost.Prices;
import dev.retinagate.cost.PricesException;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Flags about a node on AWS and its prices. The defaults are those of provisioning/terraform. */
final class FleetOptions {

  @Option(
      names = "--pictures-per-second",
      paramLabel = "NUMBER",
      required = true,
      description = "Measured on one instance of the type with your pictures, at its capacity.")
  double picturesPerSecond;

  @Option(
      names = "--instance",
      paramLabel = "TYPE",
      defaultValue = "c7i.xlarge",
      description = "A type of the table of prices; ${DEFAULT-VALUE} by default.")
  private String instance;

  @Option(
      names = "--min-nodes",
      paramLabel = "NUMBER",
      defaultValue = "2",
      description = "Nodes that run when nothing is asked; ${DEFAULT-VALUE} by default.")
  int minNodes;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "A table in the form of conf/prices.yaml, which is taken by default.")
  private Path file;

  /** The table: the file's, or the jar's. */
  Prices prices() throws PricesException, IOException {
    return file == null ? PriceFile.builtIn() : PriceFile.read(file);
  }

  /** An hour of the instance in USD. */
  double instanceHour(Prices prices, CommandLine command) {
    Double price = prices.instanceHour().get(instance);
    if (price == null) {
      throw new ParameterException(
          command,
          "'--instance': the table has no price of '%s'; it has %s%s"
              .formatted(
                  instance,
                  String.join(", ", prices.instanceHour().keySet()),
                  Spelling.hint(instance, prices.instanceHour().keySet())));
    }
    return price;
  }
}
