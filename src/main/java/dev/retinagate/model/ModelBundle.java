package dev.retinagate.model;

import dev.retinagate.detection.Labels;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.graph.ParameterFile;
import dev.retinagate.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model of a repository: its spec and its files, which are checked when they are read. */
public final class ModelBundle {

  /** The part a file with the network's graph plays. */
  public static final String SYMBOL = "symbol";

  /** The part a file with the network's parameters plays. */
  public static final String PARAMETERS = "parameters";

  private final ModelSpec spec;
  private final ModelSource source;

  ModelBundle(ModelSpec spec, ModelSource source) {
    this.spec = spec;
    this.source = source;
  }

  /** What model.yaml says. */
  public ModelSpec spec() {
    return spec;
  }

  /**
   * The checked content of the file that plays this part.
   *
   * @throws ModelException if model.yaml names none, or the file is missing or damaged
   */
  public ByteBuffer read(String part) {
    ModelSpec.ModelFile file = spec.files().get(part);
    if (file == null) {
      throw new ModelException(
          "model " + spec.name() + ": model.yaml names no file for its " + part);
    }
    ByteBuffer content;
    try {
      content = source.read(file.path());
    } catch (IOException e) {
      throw new ModelException(
          "model "
              + spec.name()
              + ": "
              + source.locate(file.path())
              + " cannot be read; import the model again",
          e);
    }
    String found = Checksums.sha256(content);
    if (!found.equals(file.sha256())) {
      throw new ModelException(
          "model "
              + spec.name()
              + ": "
              + source.locate(file.path())
              + " is damaged: its SHA-256 is "
              + found
              + ", model.yaml says "
              + file.sha256()
              + "; import the model again");
    }
    return content;
  }

  /** The graph as symbol JSON. */
  public String symbolJson() {
    return StandardCharsets.UTF_8.decode(read(SYMBOL)).toString();
  }

  /** The parameters by name. */
  public Map<String, Tensor> parameters() {
    try {
      return ParameterFile.read(read(PARAMETERS));
    } catch (IOException e) {
      throw new ModelException("model " + spec.name() + ": " + e.getMessage(), e);
    }
  }

  /** What the model is, for people and for {@code GET /models}. */
  public ModelDescription describe() {
    Map<String, String> checksums = new LinkedHashMap<>();
    spec.files().values().forEach(file -> checksums.put(file.path(), file.sha256()));
    return new ModelDescription(
        spec.name(),
        spec.family(),
        spec.precision(),
        spec.network(),
        spec.thresholds().score(),
        new Labels(spec.labels()),
        checksums,
        spec.provenance());
  }
}
