package dev.retinagate.model;

import dev.retinagate.config.FileProblem;
import dev.retinagate.detection.Labels;
import dev.retinagate.detection.ModelDescription;
import dev.retinagate.engine.MxnetEnvironment;
import dev.retinagate.engine.Session;
import dev.retinagate.graph.Int8Plan;
import dev.retinagate.graph.ParameterFile;
import dev.retinagate.graph.Symbol;
import dev.retinagate.graph.SymbolJson;
import dev.retinagate.graph.Tensor;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A model of a repository: its spec and its files, which are checked when they are read. */
public final class ModelBundle {

  /** The part a file with the network's graph plays. */
  public static final String SYMBOL = "symbol";

  /** The part a file with the network's parameters plays. */
  public static final String PARAMETERS = "parameters";

  /** The part a file plays that says how the network is computed in 8-bit integers. */
  public static final String CALIBRATION = "calibration";

  private final ModelSpec spec;
  private final ModelSource source;
  private final Optional<Int8Plan> trial;

  /** For all workers: a large network's parameters stay as long as one may open a session. */
  private WeakReference<ByteBuffer> parameterFile = new WeakReference<>(null);

  ModelBundle(ModelSpec spec, ModelSource source) {
    this(spec, source, Optional.empty());
  }

  private ModelBundle(ModelSpec spec, ModelSource source, Optional<Int8Plan> trial) {
    this.spec = spec;
    this.source = source;
    this.trial = trial;
  }

  /** The same model with another way to compute it in 8-bit integers, to try it. */
  public ModelBundle with(Int8Plan plan) {
    return new ModelBundle(spec, source, Optional.of(plan));
  }

  /** Whether it can be computed in 8-bit integers. */
  public boolean isCalibrated() {
    return trial.isPresent() || spec.files().containsKey(CALIBRATION);
  }

  /** Whether model.yaml says that the precision's loss against fp32 is accepted. */
  boolean accepts(Precision precision) {
    PrecisionLoss loss = spec.verified().get(precision.word());
    return loss != null && loss.accepted();
  }

  /**
   * How it is computed in 8-bit integers.
   *
   * @throws ModelException if it is not calibrated, or the table is missing or damaged
   */
  public Int8Plan int8Plan() {
    return trial.orElseGet(
        () -> {
          String text = StandardCharsets.UTF_8.decode(read(CALIBRATION)).toString();
          try {
            return Int8Plan.read(text);
          } catch (IllegalArgumentException e) {
            throw new ModelException(
                "model " + spec.name() + ": its calibration, " + e.getMessage(), e);
          }
        });
  }

  /**
   * Reads the files that sessions of the model's networks need.
   *
   * @param precision resolved, so not {@code AUTO}
   * @throws ModelException if a file is missing or damaged
   */
  SessionOpener sessions(Precision precision) {
    return new SessionOpener(
        parameters(),
        precision,
        precision == Precision.INT8 ? Optional.of(int8Plan()) : Optional.empty());
  }

  /**
   * Opens a session of one of the model's networks, for tools that look at the network alone.
   *
   * @param symbolJson the network's fp32 graph
   * @param precision resolved, so not {@code AUTO}
   */
  public Session session(String symbolJson, Precision precision) {
    return sessions(precision).open(symbolJson);
  }

  /** The content of model.yaml. */
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
              + " cannot be read: "
              + FileProblem.reason(e)
              + "; import the model again",
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

  /**
   * The graph.
   *
   * @throws ModelException if the file is missing or damaged
   */
  Symbol symbol() {
    try {
      return SymbolJson.read(symbolJson());
    } catch (IllegalArgumentException e) {
      throw new ModelException("model " + spec.name() + ": " + e.getMessage(), e);
    }
  }

  /** The parameters by name. */
  public Map<String, Tensor> parameters() {
    try {
      return ParameterFile.read(parameterFile());
    } catch (IOException e) {
      throw new ModelException(
          "model " + spec.name() + ": its parameters: " + FileProblem.reason(e), e);
    }
  }

  private synchronized ByteBuffer parameterFile() {
    ByteBuffer content = parameterFile.get();
    if (content == null) {
      content = read(PARAMETERS);
      parameterFile = new WeakReference<>(content);
    }
    return content;
  }

  /** The model as stored, for people. */
  public ModelDescription describe() {
    return describe(Precision.of(spec.precision()));
  }

  /** The model in a precision, for people and for {@code GET /models}. */
  ModelDescription describe(Precision precision) {
    Map<String, String> checksums = new LinkedHashMap<>();
    spec.files().values().forEach(file -> checksums.put(file.path(), file.sha256()));
    return new ModelDescription(
        spec.name(),
        spec.family(),
        precision.word(),
        precision.isa(MxnetEnvironment.processor()),
        spec.network(),
        spec.thresholds(),
        new Labels(spec.labels()),
        checksums,
        spec.provenance());
  }
}
