package dev.retinagate.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.retinagate.config.YamlFault;
import dev.retinagate.detection.Thresholds;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The content of a {@code model.yaml}.
 *
 * @param name the folder's name
 * @param family which detector runs it, {@code nanodet}, {@code nanodet-plus}, {@code yolox} or
 *     {@code retinanet}
 * @param precision arithmetic of the network as stored
 * @param files the model's files by the part they play, such as {@code parameters}
 * @param network the family's own section: input, normalisation, outputs
 * @param thresholds non-maximum suppression and the most detections
 * @param labels classes by class id
 * @param provenance of the weights: origin, licence, command
 * @param verified what other precisions lose against fp32, by precision; empty until {@code model
 *     verify} or {@code model quantize} has measured one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "name",
  "family",
  "precision",
  "files",
  "network",
  "thresholds",
  "provenance",
  "labels",
  ModelSpec.VERIFIED
})
public record ModelSpec(
    String name,
    String family,
    String precision,
    Map<String, ModelFile> files,
    Map<String, Object> network,
    Thresholds thresholds,
    List<String> labels,
    Map<String, String> provenance,
    @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, PrecisionLoss> verified) {

  /** The key of {@link #verified}. */
  public static final String VERIFIED = "verified";

  /** The file's name in each model folder. */
  public static final String FILE = "model.yaml";

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  /** A spec of which no other precision than fp32 has been verified. */
  public ModelSpec(
      String name,
      String family,
      String precision,
      Map<String, ModelFile> files,
      Map<String, Object> network,
      Thresholds thresholds,
      List<String> labels,
      Map<String, String> provenance) {
    this(name, family, precision, files, network, thresholds, labels, provenance, Map.of());
  }

  /** Refuses values that are missing inside the lists, which the parser lets pass. */
  public ModelSpec {
    verified = Collections.unmodifiableMap(new LinkedHashMap<>(verified));
    require(isComplete(files.values()), "each of the files needs a path and its sha256");
    require(!labels.isEmpty() && isComplete(labels), "labels: expected a text for each class");
    require(isComplete(provenance.values()), "provenance: expected a text behind each key");
  }

  private static boolean isComplete(Collection<?> values) {
    return values.stream().allMatch(Objects::nonNull);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /**
   * One file of a model.
   *
   * @param path relative to the model's folder
   * @param sha256 of its content, lower-case hex
   */
  public record ModelFile(String path, String sha256) {}

  /**
   * Parses YAML.
   *
   * @param source named in errors
   * @throws ModelException if it is no model.yaml
   */
  static ModelSpec parse(String yaml, String source) {
    Object tree;
    try {
      tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    } catch (YAMLException e) {
      throw new ModelException(source + " " + YamlFault.words(e), e);
    }
    if (tree == null) {
      throw new ModelException(source + " is empty; import the model again");
    }
    try {
      return MAPPER.convertValue(tree, ModelSpec.class);
    } catch (IllegalArgumentException e) {
      throw new ModelException(source + ": " + SpecFault.words(e), e);
    }
  }

  /** The same under another name. */
  ModelSpec named(String other) {
    return new ModelSpec(
        other, family, precision, files, network, thresholds, labels, provenance, verified);
  }

  /** The same with the loss of one precision added or replaced. */
  public ModelSpec verified(String word, PrecisionLoss loss) {
    Map<String, PrecisionLoss> losses = new LinkedHashMap<>(verified);
    losses.put(word, loss);
    return verified(losses);
  }

  /** The same with these losses in place of its own. */
  public ModelSpec verified(Map<String, PrecisionLoss> losses) {
    return new ModelSpec(
        name, family, precision, files, network, thresholds, labels, provenance, losses);
  }

  /** The YAML that {@link #parse} reads; equal specs give equal text. */
  public String toYaml() {
    return dump(MAPPER.convertValue(this, new TypeReference<>() {}));
  }

  /** The part of {@link #toYaml} with {@link #verified}, for a file of which all else stays. */
  public String verifiedToYaml() {
    return dump(Map.of(VERIFIED, MAPPER.convertValue(verified, new TypeReference<Object>() {})));
  }

  private static String dump(Map<String, Object> tree) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
    options.setWidth(110);
    options.setSplitLines(false);
    return new Yaml(new Representer(options), options).dump(tree);
  }

  /** The network section as the family's own record. */
  public <T> T networkAs(Class<T> type) {
    try {
      return MAPPER.convertValue(network, type);
    } catch (IllegalArgumentException e) {
      throw new ModelException("model " + name + ": model.yaml, network: " + SpecFault.words(e), e);
    }
  }

  /** A record as a network section. */
  public static Map<String, Object> section(Object network) {
    return MAPPER.convertValue(network, new TypeReference<>() {});
  }
}
