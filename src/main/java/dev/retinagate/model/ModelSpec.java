package dev.retinagate.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.util.List;
import java.util.Map;
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
 * @param family which detector runs it, {@code nanodet} or {@code retinanet}
 * @param precision arithmetic of the network as stored
 * @param files the model's files by the part they play, such as {@code parameters}
 * @param network what the family needs to know: input, normalisation, outputs
 * @param thresholds non-maximum suppression and the most detections
 * @param labels classes by class id
 * @param provenance where the weights come from: origin, licence, command
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
  "labels"
})
public record ModelSpec(
    String name,
    String family,
    String precision,
    Map<String, ModelFile> files,
    Map<String, Object> network,
    Thresholds thresholds,
    List<String> labels,
    Map<String, String> provenance) {

  /** The file's name in each model folder. */
  public static final String FILE = "model.yaml";

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  /**
   * One file of a model.
   *
   * @param path relative to the model's folder
   * @param sha256 of its content, lower-case hex
   */
  public record ModelFile(String path, String sha256) {}

  /**
   * What is kept of the network's answer.
   *
   * @param score smallest score that is answered where the caller and the configuration name none
   * @param iou intersection over union above which the lower score is suppressed, 0..1
   * @param maxDetections most detections a picture, whatever is asked for
   */
  public record Thresholds(float score, float iou, int maxDetections) {}

  /**
   * Parses YAML.
   *
   * @param source named in errors
   * @throws ModelException if it is no model.yaml
   */
  static ModelSpec parse(String yaml, String source) {
    try {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      return MAPPER.convertValue(tree, ModelSpec.class);
    } catch (YAMLException | IllegalArgumentException e) {
      throw new ModelException(source + " is not understood: " + e.getMessage(), e);
    }
  }

  /** The YAML that {@link #parse} reads; equal specs give equal text. */
  public String toYaml() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
    options.setWidth(110);
    options.setSplitLines(false);
    Map<String, Object> tree = MAPPER.convertValue(this, new TypeReference<>() {});
    return new Yaml(new Representer(options), options).dump(tree);
  }

  /** The network section as the family's own record. */
  public <T> T networkAs(Class<T> type) {
    try {
      return MAPPER.convertValue(network, type);
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "model " + name + ": its network section is not understood: " + e.getMessage(), e);
    }
  }

  /** A record as a network section. */
  public static Map<String, Object> section(Object network) {
    return MAPPER.convertValue(network, new TypeReference<>() {});
  }
}
