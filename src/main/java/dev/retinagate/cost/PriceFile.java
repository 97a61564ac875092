package dev.retinagate.cost;

import dev.retinagate.config.YamlFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a table of prices: conf/prices.yaml, which the jar carries, or a file in its form. */
public final class PriceFile {

  private static final String BUILT_IN = "/cost/prices.yaml";

  private final String name;

  private PriceFile(String name) {
    this.name = name;
  }

  /** The table in the jar. */
  public static Prices builtIn() throws PricesException, IOException {
    try (InputStream table =
        Objects.requireNonNull(PriceFile.class.getResourceAsStream(BUILT_IN), BUILT_IN)) {
      return parse("conf/prices.yaml", new String(table.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /**
   * The table of a file.
   *
   * @throws PricesException if a price is missing, negative or no number
   * @throws IOException if the file cannot be read
   */
  public static Prices read(Path file) throws PricesException, IOException {
    return parse(file.toString(), Files.readString(file));
  }

  /**
   * The table of a text.
   *
   * @param name of the table, for the faults
   */
  static Prices parse(String name, String text) throws PricesException {
    return new PriceFile(name).prices(text);
  }

  private Prices prices(String text) throws PricesException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Map<?, ?> root;
    try {
      root = map("the whole", new Yaml(new SafeConstructor(options)).load(text));
    } catch (YAMLException e) {
      throw new PricesException(name + " " + YamlFault.words(e));
    }
    return new Prices(
        text(root, "as-of"),
        text(root, "region"),
        instances(root),
        new Prices.Balancer(
            price(root, "balancer", "usd-per-hour"), price(root, "balancer", "usd-per-gb")),
        price(root, "nat-gateway", "usd-per-hour"),
        price(root, "disk", "usd-per-gib-month"),
        price(root, "traffic", "usd-per-gb-out"),
        tiers(root));
  }

  private Map<String, Double> instances(Map<?, ?> root) throws PricesException {
    Map<String, Double> prices = new LinkedHashMap<>();
    for (Map.Entry<?, ?> type : map("instances", root.get("instances")).entrySet()) {
      String key = String.valueOf(type.getKey());
      prices.put(key, number("instances." + key, type.getValue()));
    }
    return prices;
  }

  private List<Prices.Tier> tiers(Map<?, ?> root) throws PricesException {
    if (!(root.get("rekognition") instanceof List<?> list) || list.isEmpty()) {
      throw new PricesException(name + ": rekognition is not a list of tiers");
    }
    List<Prices.Tier> tiers = new ArrayList<>();
    double below = 0;
    for (Object item : list) {
      Map<?, ?> tier = map("a tier of rekognition", item);
      double upTo = number("rekognition: up-to-pictures", tier.get("up-to-pictures"));
      if (upTo <= below) {
        throw new PricesException(
            name + ": rekognition: up-to-pictures has to grow from tier to tier");
      }
      tiers.add(
          new Prices.Tier(
              upTo, number("rekognition: usd-per-picture", tier.get("usd-per-picture"))));
      below = upTo;
    }
    return tiers;
  }

  private String text(Map<?, ?> root, String key) throws PricesException {
    if (root.get(key) instanceof String text) {
      return text;
    }
    throw new PricesException(name + ": " + key + " is missing, or is not a text in quotes");
  }

  private double price(Map<?, ?> root, String group, String key) throws PricesException {
    return number(group + "." + key, map(group, root.get(group)).get(key));
  }

  private Map<?, ?> map(String what, Object value) throws PricesException {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new PricesException(name + ": " + what + " is missing, or is no group of keys");
  }

  private double number(String key, Object value) throws PricesException {
    if (value instanceof Number number
        && number.doubleValue() >= 0
        && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw new PricesException(
        value == null
            ? name + ": " + key + " is missing"
            : name + ": " + key + ": '" + value + "' is not a number of at least 0");
  }
}
