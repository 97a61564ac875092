package dev.retinagate.loadtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a run and the checks on them, met or not. Not thread-safe. */
public final class Result {

  /**
   * A demand on a figure.
   *
   * @param what is demanded, with its unit
   * @param value the figure
   * @param relation {@code >=} or {@code <=}
   * @param bound that the figure is compared with
   */
  public record Check(String what, double value, String relation, double bound, boolean met) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-6s %s: %.4g %s %.4g",
          met ? "met" : "FAILED",
          what,
          value,
          relation,
          bound);
    }
  }

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final String name;
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private final List<Check> checks = new ArrayList<>();

  /** An empty result of a simulation. */
  public Result(String name) {
    this.name = name;
  }

  /** Leaves a file NAME.began, for scripts that act while the load runs. */
  public void begin(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name + ".began"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps a figure; its name has the unit. A figure that could not be measured is null. */
  public void figure(String figure, double value) {
    figures.put(figure, Double.isFinite(value) ? round(value) : null);
  }

  /** Keeps a row of figures that belong to a series. */
  public void row(String series, Map<String, Double> row) {
    Map<String, Object> rounded = new LinkedHashMap<>();
    row.forEach((key, value) -> rounded.put(key, Double.isFinite(value) ? round(value) : null));
    @SuppressWarnings("unchecked")
    List<Object> rows = (List<Object>) figures.computeIfAbsent(series, s -> new ArrayList<>());
    rows.add(rounded);
  }

  /** Demands that a figure is at least a bound. NaN does not meet it. */
  public void atLeast(String what, double value, double bound) {
    checks.add(new Check(what, value, ">=", bound, value >= bound));
  }

  /** Demands that a figure is at most a bound. NaN does not meet it. */
  public void atMost(String what, double value, double bound) {
    checks.add(new Check(what, value, "<=", bound, value <= bound));
  }

  /** Whether every demand was met. */
  public boolean isMet() {
    return checks.stream().allMatch(Check::met);
  }

  /**
   * Writes the result as NAME.json and prints it.
   *
   * @throws AssertionError if a demand was not met
   */
  public void conclude(Path folder) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", name);
    document.put("met", isMet());
    document.put("figures", figures);
    document.put("checks", checks.stream().map(Result::document).toList());
    try {
      Files.createDirectories(folder);
      JSON.writeValue(folder.resolve(name + ".json").toFile(), document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    StringBuilder text = new StringBuilder("\n== " + name + " ==\n");
    figures.forEach((figure, value) -> print(text, figure, value));
    checks.forEach(check -> text.append(check).append('\n'));
    System.out.println(text);
    if (!isMet()) {
      throw new AssertionError(name + ": " + checks.stream().filter(check -> !check.met).toList());
    }
  }

  private static void print(StringBuilder text, String figure, Object value) {
    if (value instanceof List<?> rows) {
      rows.forEach(row -> text.append(figure).append(' ').append(row).append('\n'));
    } else {
      text.append(figure).append(' ').append(value).append('\n');
    }
  }

  private static Map<String, Object> document(Check check) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("what", check.what);
    fields.put("value", Double.isFinite(check.value) ? round(check.value) : null);
    fields.put("relation", check.relation);
    fields.put("bound", round(check.bound));
    fields.put("met", check.met);
    return fields;
  }

  private static double round(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
