package dev.retinagate.cli;

import dev.retinagate.cost.Prices;
import dev.retinagate.cost.PricesException;
import dev.retinagate.simulation.Day;
import dev.retinagate.simulation.Outcome;
import dev.retinagate.simulation.Setup;
import dev.retinagate.simulation.Shape;
import dev.retinagate.simulation.SimulationPlot;
import dev.retinagate.simulation.SimulationText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code simulate}: a day of an auto-scaled fleet. */
@Command(
    name = "simulate",
    description =
        "Simulates a day of an auto-scaled fleet on AWS for several shapes of load and several"
            + " targets: nodes, waiting, 503s and cost.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class SimulateCommand implements Callable<Integer> {

  private static final double PERCENT = 100;

  @Spec private CommandSpec spec;

  @Mixin private FleetOptions fleet;

  @Option(
      names = "--peak",
      paramLabel = "NUMBER",
      required = true,
      description = "Requests a second at the busiest time of the day.")
  private double peak;

  @Option(
      names = "--max-nodes",
      paramLabel = "NUMBER",
      defaultValue = "6",
      description = "Most nodes; ${DEFAULT-VALUE} by default.")
  private int maxNodes;

  @Option(
      names = "--workers",
      paramLabel = "NUMBER",
      defaultValue = "2",
      description =
          "Workers of a node; its queue is eight times as long; ${DEFAULT-VALUE} by default.")
  private int workers;

  @Option(
      names = "--loads",
      paramLabel = "SHAPE",
      split = ",",
      defaultValue = "diurnal,burst,step",
      description =
          "Shapes of load: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default. steady with as"
              + " many --min-nodes as --max-nodes is a fixed fleet at the peak.")
  private Set<Shape> loads;

  @Option(
      names = "--request-targets",
      paramLabel = "PERCENT",
      split = ",",
      defaultValue = "50,60,65,70,80",
      description =
          "Targets of the policy on requests, in percent of a node's capacity; ${DEFAULT-VALUE} by"
              + " default. The plot is of the middle one.")
  private List<Integer> requestTargets;

  @Option(
      names = "--cpu-target",
      paramLabel = "PERCENT",
      defaultValue = "55",
      description = "Target of the policy on CPU; ${DEFAULT-VALUE} by default.")
  private int cpuTarget;

  @Option(
      names = "--start-seconds",
      paramLabel = "NUMBER",
      defaultValue = "180",
      description = "From the order of a node until it is ready; ${DEFAULT-VALUE} by default.")
  private double startSeconds;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Of the random numbers; ${DEFAULT-VALUE} by default.")
  private long seed;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Writes a plot of load and nodes over the day as well, SVG.")
  private Path output;

  @Override
  public Integer call() throws IOException, PricesException {
    Prices prices = fleet.prices();
    Setup setup = setup();
    SimulationText text = new SimulationText(setup, fleet.instanceHour(prices, spec.commandLine()));
    PrintWriter out = spec.commandLine().getOut();
    out.print(text.head(peak, cpuTarget));
    int plotted = requestTargets.get(requestTargets.size() / 2);
    Map<Shape, Outcome> days = new EnumMap<>(Shape.class);
    for (Shape shape : loads) {
      for (int target : requestTargets) {
        Outcome day = Day.simulate(setup, shape, peak, target / PERCENT, cpuTarget / PERCENT, seed);
        out.print(text.row(shape, target, day));
        out.flush();
        if (target == plotted) {
          days.put(shape, day);
        }
      }
    }
    if (output != null) {
      Files.writeString(output, SimulationPlot.of(setup, plotted, days));
    }
    return ExitCode.OK;
  }

  private Setup setup() {
    if (requestTargets.stream().anyMatch(target -> target < 1 || target > PERCENT)
        || cpuTarget < 1
        || cpuTarget > PERCENT
        || !(peak > 0 && peak <= 1e5)) {
      throw new ParameterException(
          spec.commandLine(),
          "targets are 1 to 100 percent, and --peak is above 0, at most 100000");
    }
    try {
      return new Setup(
          fleet.picturesPerSecond,
          workers,
          8 * workers,
          fleet.minNodes,
          maxNodes,
          startSeconds,
          60);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
