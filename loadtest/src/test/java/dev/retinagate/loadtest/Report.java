package dev.retinagate.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Turns the results of runs into the README's table and the plot of goodput. */
public final class Report {

  private static final String RAMP = "RampToCapacity";

  private Report() {}

  /**
   * Takes the folder of results and the file of the plot; the environment's {@code CAPTION} says
   * which machine and when. Prints the table; writes the plot, if there is a ramp.
   */
  public static void main(String[] arguments) throws IOException {
    String caption = System.getenv().getOrDefault("CAPTION", "");
    Map<String, JsonNode> results = read(Path.of(arguments[0]));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(caption + "\n");
    out.print(ReportRows.markdown(results));
    if (results.containsKey(RAMP)) {
      Path plot = Path.of(arguments[1]);
      Files.createDirectories(plot.toAbsolutePath().getParent());
      Files.writeString(plot, new GoodputPlot(points(results.get(RAMP)), caption).svg());
    }
  }

  static Map<String, JsonNode> read(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<String, JsonNode> results = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        JsonNode result = json.readTree(file.toFile());
        results.put(result.at("/name").asText(), result);
      }
    }
    return results;
  }

  static List<GoodputPlot.Point> points(JsonNode ramp) {
    List<GoodputPlot.Point> points = new ArrayList<>();
    ramp.at("/figures/steps")
        .forEach(
            step ->
                points.add(
                    new GoodputPlot.Point(
                        step.at("/offeredPerSecond").asDouble(),
                        step.at("/goodputPerSecond").asDouble())));
    return points;
  }
}
